// Splits `<think>…</think>` at the start of an answer from the answer, while it streams in pieces of any size.
export type TagPiece = { readonly type: 'text' | 'reasoning'; readonly text: string };

const open = '<think>';
const close = '</think>';

/** The longest end of `text` that could be the start of `mark`. */
function heldBack(text: string, mark: string): number {
  for (let length = Math.min(text.length, mark.length - 1); length > 0; length -= 1)
    if (text.endsWith(mark.slice(0, length))) return length;
  return 0;
}

export interface TagSplitter {
  push(text: string): TagPiece[];
  /** What was held back because it could have become a mark. */
  end(): TagPiece[];
}

export function createTagSplitter(): TagSplitter {
  let state: 'start' | 'thinking' | 'gap' | 'answer' = 'start';
  let held = '';
  let thought = false;
  const piece = (type: TagPiece['type'], text: string): TagPiece[] => (text === '' ? [] : [{ type, text }]);

  /** The line break after the opening mark is not part of the thought. */
  const reasoning = (text: string): TagPiece[] => {
    const plain = thought ? text : text.replace(/^\n/, '');
    thought ||= text !== '';
    return piece('reasoning', plain);
  };
  /** White space between the closing mark and the answer belongs to neither. */
  const afterGap = (text: string): TagPiece[] => {
    const plain = text.trimStart();
    if (plain !== '') state = 'answer';
    return piece('text', plain);
  };
  const thinking = (): TagPiece[] => {
    const at = held.indexOf(close);
    const keep = at >= 0 ? 0 : heldBack(held, close);
    const ready = at >= 0 ? held.slice(0, at) : held.slice(0, held.length - keep);
    const rest = at >= 0 ? held.slice(at + close.length) : '';
    held = held.slice(held.length - keep);
    if (at < 0) return reasoning(ready);
    state = 'gap';
    held = '';
    return [...reasoning(ready), ...afterGap(rest)];
  };
  const flush = (): TagPiece[] => {
    const text = held;
    held = '';
    return state === 'thinking' ? reasoning(text) : piece('text', text);
  };

  return {
    push(text) {
      if (state === 'answer') return piece('text', text);
      if (state === 'gap') return afterGap(text);
      held += text;
      if (state === 'thinking') return thinking();
      const started = held.trimStart();
      if (started.startsWith(open)) {
        state = 'thinking';
        held = started.slice(open.length);
        return thinking();
      }
      if (open.startsWith(started)) return [];
      state = 'answer';
      return flush();
    },
    end: flush,
  };
}
