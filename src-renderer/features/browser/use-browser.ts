// What the browser of one chat shows and has done, followed while the panel is drawn.
import { useCallback, useState } from 'react';
import type { BrowserItem, BrowserView } from '#main/contract/browser.ts';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { ErrorData } from '#main/contract/errors.ts';
import type { SessionId } from '#main/contract/ids.ts';
import { useFollow } from '#renderer/api/use-follow.ts';

export type BrowserFrame = Extract<BrowserItem, { type: 'frame' }>;
export type BrowserNow = {
  readonly view: BrowserView | undefined;
  readonly frame: BrowserFrame | undefined;
  readonly error: ErrorData | undefined;
};

export function useBrowser(client: LimpetClient, sessionId: SessionId): BrowserNow {
  const [view, setView] = useState<BrowserView>();
  const [frame, setFrame] = useState<BrowserFrame>();
  const open = useCallback(
    (signal: AbortSignal) => client.browser.watch({ sessionId }, { signal }),
    [client, sessionId],
  );
  const { error } = useFollow({
    open,
    onItem: (item) => {
      if (item.type === 'view') setView(item.view);
      else setFrame(item);
    },
  });
  return { view, frame, error };
}
