// The answer while it is written: its parts in memory, shown as they grow, handed to the flusher.
import type { Message, Part, ToolCall } from '#main/contract/messages.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { TextFlusher } from './text-flusher.ts';

/** The first text of a quiet moment is shown at once, then at most one event per frame of a screen. */
const frameMs = 16;

export interface Answer {
  readonly message: Message;
  readonly parts: readonly Part[];
  /** Adds streamed text to the last part when it is of that kind, otherwise opens one. */
  append(kind: 'text' | 'reasoning', text: string): void;
  /** A new part at the end; returns its index. */
  push(part: Part): number;
  set(index: number, part: Part): void;
  /** A change of a call that is already shown. */
  setCall(index: number, call: ToolCall): void;
  /** The parts from `from` on are these: shows only what differs from what was streamed. */
  settle(from: number, parts: readonly Part[]): void;
  /** Sends what the current frame still holds. */
  flush(): void;
  /** The message with a copy of its parts; all of it has been sent when this returns. */
  copy(): Message;
}

export type AnswerDeps = { readonly bus: Bus; readonly clock: Clock; readonly flusher: TextFlusher };

type Pending = { index: number; part: 'text' | 'reasoning'; append: string };

export function createAnswer(message: Message, d: AnswerDeps): Answer {
  const parts: Part[] = [...message.parts];
  const messageId = message.id;
  let pending: Pending | undefined;
  let timer: (() => void) | undefined;
  let shownAt = Number.NEGATIVE_INFINITY;

  const publish = (event: Parameters<typeof d.bus.publish<'turn'>>[2]) =>
    d.bus.publish('turn', message.sessionId, event);
  const changed = () => d.flusher.mark(messageId, () => [...parts]);
  const flush = () => {
    timer?.();
    timer = undefined;
    if (pending === undefined) return;
    const { index, part, append } = pending;
    pending = undefined;
    shownAt = d.clock.monotonic();
    publish({ type: 'text', messageId, index, part, append });
  };
  const show = (index: number, part: 'text' | 'reasoning', text: string) => {
    if (pending !== undefined && pending.index !== index) flush();
    if (pending === undefined) pending = { index, part, append: text };
    else pending.append += text;
    const quietMs = d.clock.monotonic() - shownAt;
    if (quietMs >= frameMs) flush();
    else timer ??= d.clock.after(frameMs - quietMs, flush);
  };
  const put = (index: number, part: Part) => {
    flush();
    parts[index] = part;
    publish({ type: 'part', messageId, index, part });
  };

  return {
    message,
    parts,
    append(kind, text) {
      if (text === '') return;
      const last = parts.at(-1);
      if (last !== undefined && last.type === kind) parts[parts.length - 1] = { ...last, text: last.text + text };
      else parts.push({ type: kind, text });
      show(parts.length - 1, kind, text);
      changed();
    },
    push(part) {
      put(parts.length, part);
      changed();
      return parts.length - 1;
    },
    set(index, part) {
      put(index, part);
      changed();
    },
    setCall(index, call) {
      flush();
      parts[index] = call;
      publish({ type: 'call', messageId, call });
      changed();
    },
    settle(from, settled) {
      flush();
      const removed = parts.length > from + settled.length;
      for (const [offset, part] of settled.entries()) {
        const shown = parts[from + offset];
        if (shown === undefined || JSON.stringify(shown) !== JSON.stringify(part)) put(from + offset, part);
      }
      if (!removed) return;
      // A part that was shown is not part of the answer after all (a call that never completed): only the whole tells.
      parts.length = from + settled.length;
      publish({ type: 'message', message: { ...message, parts: [...parts] }, total: message.depth + 1 });
    },
    flush,
    copy() {
      // What the frame holds back is in the copy: told now, before anybody takes a cursor, it cannot be told again.
      flush();
      return { ...message, parts: [...parts] };
    },
  };
}
