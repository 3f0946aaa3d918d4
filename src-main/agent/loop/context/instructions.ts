// The person's own instructions (SOUL.md, USER.md) and the workspace's advice (AGENTS.md), bounded and marked by trust.
import { statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Workspace, Workspaces } from '#main/guard/workspace/port.ts';
import type { Log } from '#main/platform/base/log.ts';

/** Each file; beyond it a notice says that it was cut. */
const maxBytes = 8 * 1024;

export type Instruction = {
  readonly name: 'SOUL.md' | 'USER.md' | 'AGENTS.md';
  /** `person`: orders. `workspace`: a file that came with a folder, advice at most. */
  readonly trust: 'person' | 'workspace';
  readonly text: string;
};

export interface Instructions {
  /** Files that are missing or empty are left out; one that cannot be read is logged and left out. */
  read(workspace: string, signal: AbortSignal): Promise<readonly Instruction[]>;
}

export type InstructionsDeps = {
  /** Where SOUL.md and USER.md lie. */
  readonly folder: string;
  readonly workspaces: Workspaces;
  readonly log: Log;
};

/** Opened workspaces that are kept: their files are checked at every read, opening only finds the folder. */
const keptWorkspaces = 64;

export function createInstructions(d: InstructionsDeps): Instructions {
  const own = { 'SOUL.md': createOwnFile('SOUL.md', d), 'USER.md': createOwnFile('USER.md', d) };
  const opened = new Map<string, Promise<Workspace>>();
  const openOnce = (root: string): Promise<Workspace> => {
    const known = opened.get(root);
    if (known !== undefined) return known;
    const workspace = d.workspaces.open(root);
    opened.set(root, workspace);
    workspace.catch(() => opened.delete(root));
    const oldest = opened.keys().next();
    if (opened.size > keptWorkspaces && oldest.done === false) opened.delete(oldest.value);
    return workspace;
  };
  const advice = async (root: string, signal: AbortSignal): Promise<Instruction | undefined> => {
    try {
      const workspace = await openOnce(root);
      if ((await workspace.stat('AGENTS.md'))?.kind !== 'file') return undefined;
      return toInstruction('AGENTS.md', await workspace.read('AGENTS.md', { maxBytes, signal }));
    } catch (error) {
      // A workspace that is gone is the tools' business to report; the turn goes on without its advice.
      d.log.debug('workspace advice not read', { error });
      opened.delete(root);
      return undefined;
    }
  };
  return {
    async read(workspace, signal) {
      const files = await Promise.all([own['SOUL.md'](), own['USER.md'](), advice(workspace, signal)]);
      return files.filter((file) => file !== undefined);
    },
  };
}

/** Reads a file of the person again only when it has changed. */
function createOwnFile(name: 'SOUL.md' | 'USER.md', d: InstructionsDeps) {
  const path = join(d.folder, name);
  let known: { stamp: string; instruction: Instruction | undefined } | undefined;
  return async (): Promise<Instruction | undefined> => {
    try {
      // Synchronous: a few microseconds for a local file, where the asynchronous one costs a trip through the thread pool.
      const stat = statSync(path, { throwIfNoEntry: false });
      if (stat === undefined) return undefined;
      const stamp = `${stat.mtimeMs} ${stat.size} ${stat.ino}`;
      if (known?.stamp !== stamp) known = { stamp, instruction: toInstruction(name, await readHead(path)) };
      return known.instruction;
    } catch (error) {
      d.log.warn('instructions not read', { name, error });
      return undefined;
    }
  };
}

async function readHead(path: string): Promise<{ bytes: Uint8Array; truncated: boolean }> {
  const file = await open(path, 'r');
  try {
    const buffer = Buffer.alloc(maxBytes + 1);
    const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
    return { bytes: buffer.subarray(0, Math.min(bytesRead, maxBytes)), truncated: bytesRead > maxBytes };
  } finally {
    await file.close();
  }
}

function toInstruction(
  name: Instruction['name'],
  file: { bytes: Uint8Array; truncated: boolean },
): Instruction | undefined {
  const decoded = new TextDecoder('utf-8').decode(file.bytes, { stream: file.truncated }).replaceAll('\0', '').trim();
  if (decoded === '') return undefined;
  const notice = file.truncated ? `\n[${name} is longer than 8 KiB: the rest is not shown.]` : '';
  return { name, trust: name === 'AGENTS.md' ? 'workspace' : 'person', text: decoded + notice };
}
