// What a name and all below it come to, before it is moved or deleted: counted, named, and bounded.
import { AppError } from '#main/contract/errors.ts';
import { type FileSteps, isWriteProtected } from '#main/guard/workspace/port.ts';
import { throwIfAborted } from '#main/platform/base/abort.ts';
import { hashOf } from '#main/platform/base/json.ts';
import type { Survey } from '../port.ts';

const namesLimit = 10_000;
const sampleNames = 12;

export type TreeNode = {
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'link';
  readonly sizeBytes: number;
  readonly modifiedMs: number;
};

const refused = (sentence: string, reason: string, path: string) =>
  new AppError(reason === 'too_many' || reason === 'not_a_file' ? 'unsupported' : 'forbidden', sentence, {
    details: { reason, facts: { path } },
  });

/** The name and everything below, each folder before what it holds; empty when there is nothing. */
export async function collectTree(steps: FileSteps, start: string, signal: AbortSignal): Promise<TreeNode[]> {
  const nodes: TreeNode[] = [];
  const visit = async (path: string): Promise<void> => {
    throwIfAborted(signal);
    const { kind, sizeBytes, modifiedMs } = await steps.peek(path);
    if (kind === 'absent') return;
    if (isWriteProtected(path))
      throw refused(
        `"${path}" belongs to Git and is never moved or deleted by a tool. Leave it to the person.`,
        'protected_path',
        path,
      );
    if (kind === 'other') throw refused(`"${path}" is a pipe, socket or device, not a file.`, 'not_a_file', path);
    if (nodes.length >= namesLimit)
      throw refused(`"${start}" holds more than ${namesLimit} names. Go folder by folder.`, 'too_many', start);
    nodes.push({ path, kind, sizeBytes, modifiedMs });
    if (kind === 'folder') for (const child of await steps.children(path)) await visit(child);
  };
  await visit(start);
  return nodes;
}

/** A folder's own time and size change with its disk; its names are in the list. */
export function fingerprintOf(nodes: readonly TreeNode[]): string {
  return hashOf(
    nodes.map(({ path, kind, sizeBytes, modifiedMs }) => [
      path,
      kind,
      ...(kind === 'file' ? [sizeBytes, modifiedMs] : []),
    ]),
  );
}

export type KeepRoom = { readonly fileBytes: number; readonly leftBytes: number };

/** Which files are too large to be kept, alone or with those before them. */
export function notKept(nodes: readonly TreeNode[], { fileBytes, leftBytes }: KeepRoom): string[] {
  let left = leftBytes;
  return nodes.flatMap(({ kind, path, sizeBytes }) => {
    if (kind !== 'file') return [];
    if (sizeBytes > fileBytes || sizeBytes > left) return [path];
    left -= sizeBytes;
    return [];
  });
}

export function surveyOf(path: string, nodes: readonly TreeNode[], room: KeepRoom): Survey {
  const files = nodes.filter(({ kind }) => kind !== 'folder');
  return {
    kind: nodes[0]?.kind ?? 'absent',
    path,
    files: files.length,
    folders: nodes.length - files.length,
    sizeBytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    sample: (files.length > 0 ? files : nodes).slice(0, sampleNames).map((node) => node.path),
    cannotKeep: notKept(nodes, room),
    fingerprint: fingerprintOf(nodes),
  };
}
