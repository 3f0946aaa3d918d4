// In which pieces an answer is shown: its parts in order, with rows of finished steps folded into one.
import type { Part, ToolCall } from '#main/contract/messages.ts';

type Of<T extends Part['type']> = Extract<Part, { type: T }>;
export type StepPart = Of<'tool_call'> | Of<'reasoning'>;
export type Piece =
  | { readonly type: 'text'; readonly key: string; readonly part: Of<'text'>; readonly isLast: boolean }
  | { readonly type: 'media'; readonly key: string; readonly part: Of<'image'> | Of<'file'> }
  | { readonly type: 'note'; readonly key: string; readonly part: Of<'note'> }
  | { readonly type: 'step'; readonly key: string; readonly part: StepPart; readonly isLast: boolean }
  /** Three or more calls in a row that are all finished; opens to its steps. */
  | { readonly type: 'folded'; readonly key: string; readonly steps: readonly StepPart[]; readonly calls: number };

const foldFrom = 3;

/** Calls that want the person's eye (asking, failed, denied, may have run) are never folded away. */
export function isQuiet(call: ToolCall): boolean {
  return call.state === 'done' && (call.exitCode === undefined || call.exitCode === null || call.exitCode === 0);
}

export function arrangeParts(parts: readonly Part[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let row: { readonly part: StepPart; readonly index: number }[] = [];
  const closeRow = () => {
    const calls = row.filter(({ part }) => part.type === 'tool_call').length;
    const first = row[0];
    if (first !== undefined && calls >= foldFrom) {
      pieces.push({ type: 'folded', key: `fold-${first.index}`, steps: row.map(({ part }) => part), calls });
    } else {
      for (const { part, index } of row) pieces.push(step(part, index, parts.length));
    }
    row = [];
  };
  parts.forEach((part, index) => {
    const isFinished = part.type === 'tool_call' ? isQuiet(part) : index < parts.length - 1;
    if ((part.type === 'tool_call' || part.type === 'reasoning') && isFinished) {
      row.push({ part, index });
      return;
    }
    // Blank text between two calls is no reason to break the row.
    if (part.type === 'text' && part.text.trim() === '' && index < parts.length - 1) return;
    closeRow();
    pieces.push(single(part, index, parts.length));
  });
  closeRow();
  return pieces;
}

function step(part: StepPart, index: number, count: number): Piece {
  const key = part.type === 'tool_call' ? part.callId : `reasoning-${index}`;
  return { type: 'step', key, part, isLast: index === count - 1 };
}

function single(part: Part, index: number, count: number): Piece {
  switch (part.type) {
    case 'text':
      return { type: 'text', key: `text-${index}`, part, isLast: index === count - 1 };
    case 'image':
    case 'file':
      return { type: 'media', key: `media-${index}`, part };
    case 'note':
      return { type: 'note', key: `note-${index}`, part };
    case 'tool_call':
    case 'reasoning':
      return step(part, index, count);
  }
}

/** The words of a message alone, as they are copied and edited. */
export function wordsOf(parts: readonly Part[]): string {
  return parts
    .flatMap((part) => (part.type === 'text' ? [part.text] : []))
    .join('\n\n')
    .trim();
}
