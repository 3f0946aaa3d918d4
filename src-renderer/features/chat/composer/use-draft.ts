// The unsent text of a session: restored when it is opened, kept a moment after the last key, and when it is left.
import { useCallback, useEffect, useRef } from 'react';
import type { Draft } from '#main/contract/chat.ts';
import { isAppError } from '#main/contract/errors.ts';
import type { DraftStore } from './draft-book.ts';

const saveAfterMs = 400;
/** The core could not keep it; nobody may press another key, so it is tried again by itself. */
const saveAgainMs = 3_000;

/**
 * `restore` is called once with what was kept, unless it is empty. Returned: tell every change with `keep`, a change that
 * is complete (a file) with `keepNow`; `forget` after sending, so that a late save cannot bring the text back.
 */
export function useDraft(store: Pick<DraftStore, 'load' | 'save'>, restore: (draft: Draft) => void) {
  const pending = useRef<Draft | undefined>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  /** What is kept in the store has been read: from then on it may be replaced. */
  const isRead = useRef(false);
  const isLeft = useRef(false);
  const put = useRef(restore);
  put.current = restore;

  const flush = useCallback(() => {
    clearTimeout(timer.current);
    const draft = pending.current;
    if (draft === undefined) return;
    pending.current = undefined;
    store.save(draft).catch((error: unknown) => {
      const mayWorkLater = isAppError(error) && error.retryable && !isLeft.current;
      if (!mayWorkLater || pending.current !== undefined) return; // or something newer waits already
      pending.current = draft;
      timer.current = setTimeout(flush, saveAgainMs);
    });
  }, [store]);
  const flushIfRead = useCallback(() => isRead.current && flush(), [flush]);

  useEffect(() => {
    const controller = new AbortController();
    isRead.current = false;
    isLeft.current = false;
    store
      .load(controller.signal)
      .then(
        (draft) => {
          const isEmpty = draft.text === '' && draft.attachments.length === 0;
          if (!controller.signal.aborted && !isEmpty) put.current(draft);
        },
        () => undefined, // Without its draft the composer is empty, and works.
      )
      .finally(() => {
        if (controller.signal.aborted) return;
        isRead.current = true;
        flush();
      });
    window.addEventListener('pagehide', flush);
    return () => {
      controller.abort();
      window.removeEventListener('pagehide', flush);
      isLeft.current = true;
      flush();
    };
  }, [store, flush]);

  const keep = useCallback(
    (draft: Draft) => {
      pending.current = draft;
      clearTimeout(timer.current);
      timer.current = setTimeout(flushIfRead, saveAfterMs);
    },
    [flushIfRead],
  );
  const keepNow = useCallback(
    (draft: Draft) => {
      pending.current = draft;
      flushIfRead();
    },
    [flushIfRead],
  );
  const forget = useCallback(() => {
    pending.current = { text: '', attachments: [] };
    flush();
  }, [flush]);
  return { keep, keepNow, forget };
}
