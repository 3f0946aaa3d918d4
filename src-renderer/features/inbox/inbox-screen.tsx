// Everything that waits for the person, of all chats: questions, which run out, before proposals, which stay.
import { Inbox } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { ErrorData } from '#main/contract/errors.ts';
import type { SessionId } from '#main/contract/ids.ts';
import type { Approval } from '#main/contract/messages.ts';
import type { Proposal } from '#main/contract/proposals.ts';
import type { Question } from '#main/contract/questions.ts';
import type { ReflexNews as News } from '#main/contract/reflexes.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { EmptyState } from '#renderer/ui/display/empty-state.tsx';
import { ErrorState } from '#renderer/ui/display/error-state.tsx';
import { Page } from '#renderer/ui/layout/page.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import type { InboxSlots } from './slots.ts';

export type InboxScreenProps = {
  readonly client: LimpetClient;
  readonly slots: InboxSlots;
  readonly approvals: readonly Approval[];
  readonly questions: readonly Question[];
  readonly proposals: readonly Proposal[];
  readonly news: readonly News[];
  readonly error: ErrorData | undefined;
  readonly onAgain: () => void;
  readonly chatHref: (sessionId: SessionId) => string;
  readonly onOpenChat: (sessionId: SessionId) => void;
};

export function InboxScreen(props: InboxScreenProps) {
  const { client, slots, approvals, questions, proposals, news, error, onAgain } = props;
  const { t } = useText();
  const { Approvals, Questions, Proposals, ReflexNews } = slots;
  const isEmpty = approvals.length + questions.length + proposals.length + news.length === 0;
  const chatOf = (item: Pick<Approval, 'sessionId' | 'sessionTitle'>) => (
    <ChatLink {...props} sessionId={item.sessionId} title={item.sessionTitle} />
  );
  return (
    <Page title={t('permissions.inbox')}>
      {error !== undefined && (
        <ErrorState
          title={t('permissions.inbox_failed')}
          error={error}
          action={<Button onClick={onAgain}>{t('chat.try_again')}</Button>}
        />
      )}
      {error === undefined && isEmpty && (
        <EmptyState
          icon={<Inbox aria-hidden="true" />}
          title={t('permissions.inbox_empty')}
          text={t('permissions.inbox_empty_text')}
        />
      )}
      {approvals.length + questions.length > 0 && (
        <Part title={t('permissions.inbox_questions')}>
          <Questions client={client} questions={questions} chatOf={chatOf} />
          <Approvals client={client} approvals={approvals} chatOf={chatOf} />
        </Part>
      )}
      {news.length > 0 && (
        <Part title={t('reflexes.title')}>
          <ReflexNews client={client} news={news} />
        </Part>
      )}
      {proposals.length > 0 && (
        <Part title={t('taint.proposals')}>
          <Proposals client={client} proposals={proposals} />
        </Part>
      )}
    </Page>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex flex-col gap-3">
      <h2 id={id} className="font-semibold text-ink-soft">
        {title}
      </h2>
      {children}
    </section>
  );
}

type ChatLinkProps = Pick<InboxScreenProps, 'chatHref' | 'onOpenChat'> & {
  readonly sessionId: SessionId;
  readonly title: string;
};

function ChatLink({ chatHref, onOpenChat, sessionId, title }: ChatLinkProps) {
  const { t } = useText();
  return (
    <a
      href={chatHref(sessionId)}
      className="me-3 inline-block text-sm text-tide-ink underline wrap-anywhere"
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        onOpenChat(sessionId);
      }}
    >
      {t('permissions.in_chat', { title: title === '' ? t('chat.untitled') : title })}
    </a>
  );
}
