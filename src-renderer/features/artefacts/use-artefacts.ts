// The artefacts of a chat, live, and the content of one version.
import { useCallback, useEffect, useState } from 'react';
import type { Artefact } from '#main/contract/artefacts.ts';
import type { LimpetClient } from '#main/contract/contract.ts';
import { type ErrorData, isCancelled, toErrorData } from '#main/contract/errors.ts';
import type { SessionId } from '#main/contract/ids.ts';
import { useFollow } from '#renderer/api/use-follow.ts';

type Client = { readonly artefacts: LimpetClient['artefacts'] };

export function useArtefacts(client: Client, sessionId: SessionId): readonly Artefact[] {
  const [artefacts, setArtefacts] = useState<readonly Artefact[]>([]);
  const open = useCallback(
    (signal: AbortSignal) => client.artefacts.watch({ sessionId }, { signal }),
    [client, sessionId],
  );
  useFollow({ open, onItem: (item) => setArtefacts(item.artefacts) });
  return artefacts;
}

export type Content =
  | { readonly state: 'reading' }
  | { readonly state: 'read'; readonly content: string; readonly key: string }
  | { readonly state: 'failed'; readonly error: ErrorData };

export function useContent(client: Client, artefact: Artefact, version: number): Content {
  const [content, setContent] = useState<Content>({ state: 'reading' });
  const { id: artefactId, sessionId } = artefact;
  useEffect(() => {
    const controller = new AbortController();
    setContent({ state: 'reading' });
    client.artefacts.read({ sessionId, artefactId, version }, { signal: controller.signal }).then(
      (read) => setContent({ state: 'read', content: read.content, key: `${artefactId}:${version}` }),
      (error: unknown) => {
        if (!isCancelled(error)) setContent({ state: 'failed', error: toErrorData(error) });
      },
    );
    return () => controller.abort();
  }, [client, sessionId, artefactId, version]);
  return content;
}
