// The sentences of an empty chat, made from what is in its folder.
import { useEffect, useState } from 'react';
import type { Session } from '#main/contract/messages.ts';
import type { ModelsState } from '#main/contract/models.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import type { ChatConnection } from './chat-connection.ts';
import { chatOffers } from './offers.ts';

export type OffersInput = {
  readonly connection: ChatConnection;
  readonly session: Session | undefined;
  readonly isEmpty: boolean;
  readonly models: ModelsState | undefined;
};

export function useOffers({ connection, session, isEmpty, models }: OffersInput): readonly string[] {
  const { t } = useText();
  const { client } = connection;
  const [files, setFiles] = useState<readonly string[]>([]);
  const sessionId = session?.id;
  const folder = session?.workspace;
  useEffect(() => {
    if (sessionId === undefined || folder === undefined || !isEmpty) return;
    const controller = new AbortController();
    client.workspace.files({ sessionId, text: '', limit: 50 }, { signal: controller.signal }).then(
      (found) => setFiles(found.files),
      () => undefined, // Then nothing is offered that names a file.
    );
    return () => controller.abort();
  }, [client, sessionId, folder, isEmpty]);
  const model = session?.model ?? models?.defaultModel;
  return model === undefined ? [] : chatOffers({ isOffline: model.startsWith('offline/'), files, t });
}
