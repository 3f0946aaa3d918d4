// What the machine in front of the person can do beyond a browser: open addresses, show folders, pick one.
import { useCallback, useEffect, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import { isCancelled } from '#main/contract/errors.ts';
import { useToast } from '#renderer/ui/overlays/toast.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';

export type Desktop = {
  /** After the person has said yes to the whole address. */
  readonly openExternal: (url: string) => void;
  readonly reveal: ((path: string) => void) | undefined;
  /** The system's own dialog; undefined where there is none, null when the person took nothing. */
  readonly pickFolder: ((startIn: string) => Promise<string | null>) | undefined;
};

type Capabilities = Awaited<ReturnType<LimpetClient['desktop']['capabilities']>>;
const none: Capabilities = { pickFolder: false, openExternal: false, reveal: false };

export function useDesktop(client: LimpetClient): Desktop {
  const { t } = useText();
  const showToast = useToast();
  const can = useCapabilities(client);
  const openExternal = useCallback(
    (url: string) => {
      if (!can.openExternal) {
        window.open(url, '_blank', 'noopener,noreferrer');
        return;
      }
      client.desktop
        .openExternal({ url })
        .catch((error: unknown) => !isCancelled(error) && showToast({ text: t('chat.link_failed'), tone: 'stop' }));
    },
    [client, can, showToast, t],
  );
  const reveal = useCallback(
    (path: string) => {
      client.desktop.reveal({ path }).catch(() => showToast({ text: t('app.reveal_failed'), tone: 'stop' }));
    },
    [client, showToast, t],
  );
  const pickFolder = useCallback(
    async (startIn: string) => (await client.desktop.pickFolder({ startIn })).path,
    [client],
  );
  return {
    openExternal,
    reveal: can.reveal ? reveal : undefined,
    pickFolder: can.pickFolder ? pickFolder : undefined,
  };
}

function useCapabilities(client: LimpetClient): Capabilities {
  const [can, setCan] = useState(none);
  useEffect(() => {
    const controller = new AbortController();
    client.desktop.capabilities({}, { signal: controller.signal }).then(
      (found) => setCan(found),
      () => undefined, // Then the browser's own ways are used.
    );
    return () => controller.abort();
  }, [client]);
  return can;
}
