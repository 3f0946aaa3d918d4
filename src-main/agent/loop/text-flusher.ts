// Streamed text of all running turns, written to the store in one step at most every 200 ms.
import type { MessageId } from '#main/contract/ids.ts';
import type { Part } from '#main/contract/messages.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { Store } from '#main/platform/store/port.ts';

/** Below the promised 250 ms, so that the write itself fits in. */
const flushEveryMs = 200;

export interface TextFlusher {
  /** The message has text that the store lacks; `parts` is asked at the time of the write. */
  mark(messageId: MessageId, parts: () => readonly Part[]): void;
  /** Somebody else writes this message whole, now. */
  forget(messageId: MessageId): void;
}

export type TextFlusherDeps = {
  readonly store: { readonly turns: Pick<Store['turns'], 'flushText'> };
  readonly clock: Clock;
  readonly log: Log;
};

export function createTextFlusher(d: TextFlusherDeps): TextFlusher {
  const waiting = new Map<MessageId, () => readonly Part[]>();
  let scheduled = false;
  const write = async () => {
    const rows = [...waiting].map(([messageId, parts]) => ({ messageId, parts: parts() }));
    waiting.clear();
    try {
      if (rows.length > 0) await d.store.turns.flushText(rows);
    } catch (error) {
      // The text stays in memory; the end of its step or turn writes it again, and says so when it cannot.
      d.log.warn('streamed text not stored', { error, messages: rows.length });
    } finally {
      scheduled = false;
      if (waiting.size > 0) schedule();
    }
  };
  const schedule = () => {
    if (scheduled) return;
    scheduled = true;
    d.clock.after(flushEveryMs, () => void write());
  };
  return {
    mark(messageId, parts) {
      waiting.set(messageId, parts);
      schedule();
    },
    forget: (messageId) => void waiting.delete(messageId),
  };
}
