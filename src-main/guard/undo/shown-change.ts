// What one entry changed, as the person reads it: the file before and after as a diff, anything else in a sentence.
import { AppError } from '#main/contract/errors.ts';
import type { Shown } from '#main/contract/messages.ts';
import type { LedgerEntry } from '#main/platform/store/port/ledger.ts';
import type { CreatedLedger } from './create-ledger.ts';
import { FilePayload, fileKind } from './files/file-payload.ts';

const maxChars = 512 * 1024;
const maxEditLength = 2_000;
const timeoutMs = 250;

type Side = { readonly text: string } | { readonly note: string };

/** Undefined: not kept any more. */
async function sideOf(
  ledger: CreatedLedger,
  state: Extract<FilePayload, { type: 'put' }>['before'],
): Promise<Side | undefined> {
  if (state.kind !== 'file') return { text: '' };
  if (state.sizeBytes > maxChars) return { note: `[${state.sizeBytes} bytes]` };
  if (!(await ledger.images.has(state.sha256))) return undefined;
  const bytes = await ledger.images.read(state.sha256);
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { note: `[${state.sizeBytes} bytes that are not text]` };
  }
}

const textOf = (side: Side) => ('text' in side ? side.text : side.note);

async function diffOf(
  path: string,
  before: string,
  after: string,
): Promise<Pick<Extract<Shown, { type: 'diff' }>, 'diff' | 'added' | 'removed'>> {
  const { structuredPatch } = await import('diff');
  const patch = structuredPatch(path, path, before, after, '', '', { context: 3, maxEditLength, timeout: timeoutMs });
  const lines = (text: string) => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));
  const hunks = patch?.hunks ?? [
    {
      ...{ oldStart: 1, oldLines: lines(before).length, newStart: 1, newLines: lines(after).length },
      lines: [...lines(before).map((line) => `-${line}`), ...lines(after).map((line) => `+${line}`)],
    },
  ];
  const count = (sign: string) => hunks.flatMap((hunk) => hunk.lines).filter((line) => line.startsWith(sign)).length;
  const diff = hunks
    .map((hunk) =>
      [`@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`, ...hunk.lines].join('\n'),
    )
    .join('\n');
  return { diff, added: count('+'), removed: count('-') };
}

/** `not_found` with reason `not_kept` when one of both sides is not there any more. */
export async function shownChange(ledger: CreatedLedger, entry: LedgerEntry, signal: AbortSignal): Promise<Shown> {
  const { kind, payload } = ledger.kinds.parse(entry);
  const { path, movedTo, what } = kind.describe(payload);
  const sides = kind.sides?.(payload);
  if (sides !== undefined)
    return {
      ...{ type: 'diff', path: sides.name, created: sides.before === null },
      ...(await diffOf(sides.name, sides.before ?? '', sides.after ?? '')),
    };
  const file = entry.kind === fileKind ? FilePayload.parse(payload) : undefined;
  if (file?.type !== 'put')
    return {
      type: 'text',
      text: movedTo === undefined ? Object.values(what.params).join(' ') : `${path} → ${movedTo}`,
    };
  // What stands in the folder now is kept first: it may be the only copy of one side.
  await kind.secure?.(payload, signal);
  const before = await sideOf(ledger, file.before);
  const after = await sideOf(ledger, file.after);
  if (before === undefined || after === undefined)
    throw new AppError('not_found', 'What was there is not kept any more.', { details: { reason: 'not_kept' } });
  const shown = await diffOf(file.path, textOf(before), textOf(after));
  return { type: 'diff', path: file.path, created: file.before.kind === 'absent', ...shown };
}
