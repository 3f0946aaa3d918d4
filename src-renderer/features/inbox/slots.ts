// What the inbox borrows from the chat; the app hands it in.
import type { ComponentType, ReactNode } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { Approval } from '#main/contract/messages.ts';
import type { Proposal } from '#main/contract/proposals.ts';
import type { Question } from '#main/contract/questions.ts';
import type { ReflexNews } from '#main/contract/reflexes.ts';

export type InboxSlots = {
  readonly Approvals: ComponentType<{
    readonly client: LimpetClient;
    readonly approvals: readonly Approval[];
    readonly chatOf: (item: Pick<Approval, 'sessionId' | 'sessionTitle'>) => ReactNode;
  }>;
  readonly Questions: ComponentType<{
    readonly client: LimpetClient;
    readonly questions: readonly Question[];
    readonly chatOf: (item: Pick<Approval, 'sessionId' | 'sessionTitle'>) => ReactNode;
  }>;
  readonly Proposals: ComponentType<{ readonly client: LimpetClient; readonly proposals: readonly Proposal[] }>;
  readonly ReflexNews: ComponentType<{ readonly client: LimpetClient; readonly news: readonly ReflexNews[] }>;
};
