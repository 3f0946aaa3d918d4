// What the desktop shell wants of this window; in a browser nothing.
import { useCallback, useEffect, useRef } from 'react';
import type { DesktopEvent, DesktopWindow } from '#main/contract/desktop.ts';
import type { StreamItem } from '#main/contract/kernel.ts';
import type { Api } from '#renderer/api/create-api.ts';
import { useFollow } from '#renderer/api/use-follow.ts';

async function* never(): AsyncGenerator<StreamItem<DesktopEvent>> {}

export function useDesktopEvents(
  api: Pick<Api, 'host' | 'client'>,
  window: DesktopWindow,
  take: (event: DesktopEvent) => void,
): void {
  const { host, client } = api;
  const latest = useRef(take);
  useEffect(() => {
    latest.current = take;
  });
  useFollow({
    open: useCallback(
      (signal: AbortSignal) => (host === 'desktop' ? client.desktop.follow({ window }, { signal }) : never()),
      [host, client, window],
    ),
    onItem: useCallback((event: DesktopEvent) => latest.current(event), []),
  });
}
