// The page that a person reads before they accept a skill: every file, what changed, what it wants, what looks odd.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasHidden, visibleLines } from '#main/contract/shown-text.ts';
import type { ReviewedFile, SkillOrigin, SkillReview } from '#main/contract/skills.ts';
import type { SkillFile } from '../format/read-folder.ts';
import type { LockedSkill } from '../lock/lock-file.ts';
import { type ReadSkill, scriptsOf } from '../sources/scan.ts';
import { type ReadText, warningsOf } from './warnings.ts';

const maxTextBytes = 256 * 1024;
const maxShownBytes = 2 * 1024 * 1024;
const program =
  /\.(py|js|mjs|cjs|ts|sh|bash|zsh|ps1|psm1|bat|cmd|rb|pl|php|lua|exe|dll|so|dylib|node|wasm|jar|command)$/i;

async function textOf(root: string, file: SkillFile): Promise<string | undefined> {
  if (file.sizeBytes > maxTextBytes) return undefined;
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      await readFile(join(root, file.path)),
    );
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined; // no text, or gone
  }
}

const visible = (text: string) => visibleLines(text).join('\n');

async function diffOf(path: string, before: string, after: string): Promise<string> {
  const { createTwoFilesPatch } = await import('diff');
  return createTwoFilesPatch(path, path, visible(before), visible(after), '', '', { context: 3, timeout: 2_000 }) ?? '';
}

export type ReviewInput = {
  readonly root: string;
  readonly folder: string;
  readonly read: ReadSkill;
  readonly entry: LockedSkill | undefined;
  /** Where the accepted version still lies, if anywhere. */
  readonly beforeRoot?: string | undefined;
  readonly origin?: SkillOrigin | undefined;
};

function changeOf(file: SkillFile, entry: LockedSkill | undefined): ReviewedFile['change'] {
  if (entry === undefined) return 'added';
  const before = entry.files[file.path];
  if (before === undefined) return 'added';
  return before === file.sha256 ? 'same' : 'changed';
}

async function reviewFile(
  file: SkillFile,
  left: number,
  o: ReviewInput,
): Promise<{ file: ReviewedFile; read: ReadText | undefined }> {
  const text = await textOf(o.root, file);
  const change = changeOf(file, o.entry);
  const isProgram = program.test(file.path);
  const isShown = text !== undefined && file.sizeBytes <= left;
  const before = change === 'changed' && o.beforeRoot !== undefined ? await textOf(o.beforeRoot, file) : undefined;
  const diff = before !== undefined && text !== undefined ? await diffOf(file.path, before, text) : undefined;
  return {
    file: {
      ...{ path: file.path, sizeBytes: file.sizeBytes, sha256: file.sha256, change },
      kind: isProgram ? 'program' : text === undefined ? 'other' : 'text',
      ...(isShown ? { text: visible(text) } : {}),
      isCut: !isShown,
      hasHidden: text !== undefined && hasHidden(text),
      ...(diff === undefined ? {} : { diff }),
    },
    read: text === undefined ? undefined : { path: file.path, text },
  };
}

export async function reviewSkill(o: ReviewInput): Promise<SkillReview> {
  const { parsed, kind, files, hash } = o.read;
  const reviewed: ReviewedFile[] = [];
  const texts: ReadText[] = [];
  let left = maxShownBytes;
  for (const one of files) {
    const { file, read } = await reviewFile(one, left, o);
    if (!file.isCut) left -= one.sizeBytes;
    reviewed.push(file);
    if (read !== undefined) texts.push(read);
  }
  for (const [path, sha256] of Object.entries(o.entry?.files ?? {}))
    if (!files.some((file) => file.path === path))
      reviewed.push({ path, sizeBytes: 0, sha256, kind: 'other', isCut: false, hasHidden: false, change: 'removed' });
  const head = parsed.type === 'ok' ? parsed.head : undefined;
  const name = head?.name ?? (parsed.type === 'broken' ? parsed.name : undefined) ?? o.folder;
  const description = head?.description ?? (parsed.type === 'broken' ? parsed.description : undefined) ?? '';
  const wants = head?.wants ?? { files: { read: [], write: [] }, hosts: [], tools: [], devices: [], secrets: [] };
  const others = reviewed.filter((file) => file.isCut || (file.kind === 'program' && file.text === undefined));
  return {
    ...{ name, description, hash, wants, files: reviewed, scripts: scriptsOf(files, kind) },
    ...(head?.verb === undefined ? {} : { verb: head.verb }),
    ...(head?.license === undefined ? {} : { license: head.license }),
    ...(head?.compatibility === undefined ? {} : { compatibility: head.compatibility }),
    ...(parsed.type === 'broken' ? { problem: parsed.problem } : {}),
    isUpdate: o.entry !== undefined,
    ...(o.entry?.granted === undefined ? {} : { granted: o.entry.granted }),
    warnings: warningsOf({ name, description, texts, others: others.map(({ path }) => path), wants }),
    ...(o.origin === undefined ? {} : { origin: o.origin }),
  };
}
