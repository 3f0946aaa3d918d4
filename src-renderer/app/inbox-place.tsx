// The inbox with the cards of the chat in it.
import type { LimpetClient } from '#main/contract/contract.ts';
import { InboxScreen } from '#renderer/features/inbox/inbox-screen.tsx';
import { routeHash } from './route.ts';
import { inboxSlots } from './slots.ts';
import type { useInbox } from './use-inbox.ts';
import type { Navigate } from './use-route.ts';

export type InboxPlaceProps = {
  readonly client: LimpetClient;
  readonly inbox: ReturnType<typeof useInbox>;
  readonly onNavigate: Navigate;
};

export function InboxPlace({ client, inbox, onNavigate }: InboxPlaceProps) {
  return (
    <InboxScreen
      client={client}
      slots={inboxSlots}
      approvals={inbox.approvals}
      questions={inbox.questions}
      proposals={inbox.proposals}
      news={inbox.news}
      error={inbox.error}
      onAgain={inbox.again}
      chatHref={(sessionId) => routeHash({ screen: 'chat', sessionId })}
      onOpenChat={(sessionId) => onNavigate({ screen: 'chat', sessionId })}
    />
  );
}
