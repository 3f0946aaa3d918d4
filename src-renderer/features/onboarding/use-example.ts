// Runs the example in a chat of its own folder, through the same gate as everything later, and follows what comes of it.
import { useCallback, useEffect, useState } from 'react';
import type { ApprovalDecision } from '#main/contract/approvals.ts';
import type { TurnEvent } from '#main/contract/chat.ts';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { ErrorData } from '#main/contract/errors.ts';
import { SessionId } from '#main/contract/ids.ts';
import type { StreamItem } from '#main/contract/kernel.ts';
import type { Approval } from '#main/contract/messages.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { useFollow } from '#renderer/api/use-follow.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import {
  type ExampleState,
  exampleName,
  exampleRequest,
  exampleSearch,
  exampleState,
  type Heard,
  hear,
  nothingHeard,
} from './example.ts';
import { offlineModel } from './offers.ts';

export type Example = {
  /** Undefined: not asked for yet. */
  readonly state: ExampleState | undefined;
  readonly isStarting: boolean;
  readonly error: ErrorData | undefined;
  readonly start: () => void;
  readonly decide: (approval: Approval, decision: ApprovalDecision) => Promise<void>;
};

export type ExampleOptions = {
  readonly client: LimpetClient;
  /** The chat of an example that was asked for. */
  readonly sessionId: string | undefined;
  readonly onSession: (sessionId: string | undefined) => void;
};

export function useExample({ client, sessionId, onSession }: ExampleOptions): Example {
  const { t } = useText();
  const [heard, setHeard] = useState<Heard>(nothingHeard);
  const id = SessionId.safeParse(sessionId).data;
  const open = useCallback(
    (signal: AbortSignal): AsyncIterable<StreamItem<TurnEvent>> =>
      id === undefined ? nothing() : client.chat.follow({ sessionId: id }, { signal }),
    [client, id],
  );
  const follow = useFollow({ open, onItem: (event) => setHeard((before) => hear(before, event)) });
  const start = useAct(async () => {
    const session = id === undefined ? await client.sessions.create({ title: t('onboarding.first_chat') }) : { id };
    const { files } = await client.workspace.files({ sessionId: session.id, text: exampleSearch, limit: 50 });
    const text = exampleRequest(exampleName(files), t('onboarding.example_line'));
    setHeard(nothingHeard);
    await client.chat.send({ sessionId: session.id, text, model: offlineModel, mode: 'queue' });
    onSession(session.id);
  });
  const decide = useCallback(
    async (approval: Approval, decision: ApprovalDecision) => {
      await client.approvals.decide({ approvalId: approval.id, planHash: approval.planHash, decision });
    },
    [client],
  );
  // A chat that was deleted meanwhile has no example any more.
  const isGone = follow.error?.code === 'not_found';
  useEffect(() => {
    if (isGone) onSession(undefined);
  }, [isGone, onSession]);
  return {
    state: id === undefined ? undefined : exampleState(heard),
    isStarting: start.isRunning,
    error: start.error ?? (isGone ? undefined : follow.error),
    start: () => void start.run(undefined),
    decide,
  };
}

async function* nothing(): AsyncIterable<StreamItem<TurnEvent>> {}
