// Per chat, dearest first, and inside each per message.
import { useCallback, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { SessionId } from '#main/contract/ids.ts';
import type { ModelsState } from '#main/contract/models.ts';
import type { SessionSpent, UsageReport } from '#main/contract/usage.ts';
import { Busy } from '#renderer/ui/display/busy.tsx';
import { Card } from '#renderer/ui/display/card.tsx';
import { formatDateTime } from '#renderer/ui/text/format.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { Disclosure } from '../disclosure.tsx';
import { Failure } from '../failure.tsx';
import { useFetched } from '../machine/use-fetched.ts';
import { modelLabel } from './models-card.tsx';
import { SpentTable } from './spent-table.tsx';
import type { ChatHref } from './usage-section.tsx';

export type SessionsCardProps = {
  readonly client: LimpetClient;
  readonly report: UsageReport;
  readonly models: ModelsState;
  readonly chatHref: ChatHref;
};
type Row = UsageReport['sessions'][number];

const link = 'inline-block min-h-6 text-tide-ink underline underline-offset-2';

export function SessionsCard({ client, report, models, chatHref }: SessionsCardProps) {
  const { t } = useText();
  if (report.sessions.length === 0) return null;
  const nameOf = ({ sessionId, title }: Row) => {
    if (sessionId === undefined) return t('usage.session_none');
    if (title === undefined) return t('usage.session_gone');
    return (
      <a className={link} href={chatHref(sessionId)}>
        {title}
      </a>
    );
  };
  const detailOf = ({ sessionId, title }: Row) =>
    sessionId === undefined || title === undefined ? undefined : (
      <Messages client={client} sessionId={sessionId} title={title} models={models} chatHref={chatHref} />
    );
  return (
    <Card title={t('usage.sessions')}>
      <SpentTable
        label={t('usage.sessions')}
        head={t('usage.sessions')}
        rows={report.sessions.map((row) => {
          const detail = detailOf(row);
          return {
            id: row.sessionId ?? '',
            name: nameOf(row),
            ...(detail === undefined ? {} : { detail }),
            spent: row.spent,
          };
        })}
      />
      {report.sessionsLeftOut > 0 && (
        <p className="text-sm text-ink-soft">{t('usage.sessions_left_out', { count: report.sessionsLeftOut })}</p>
      )}
    </Card>
  );
}

type MessagesProps = Pick<SessionsCardProps, 'client' | 'models' | 'chatHref'> & {
  readonly sessionId: SessionId;
  readonly title: string;
};

function Messages({ client, sessionId, title, models, chatHref }: MessagesProps) {
  const { t } = useText();
  const [isOpen, setIsOpen] = useState(false);
  const { data, isLoading, error } = useFetched(
    useCallback(() => client.usage.session({ sessionId }), [client, sessionId]),
    isOpen,
  );
  return (
    <Disclosure summary={t('usage.messages_show', { title })} onToggle={setIsOpen}>
      {isLoading && data === undefined && <Busy text={t('usage.messages_loading')} />}
      <Failure error={error} />
      {data !== undefined && <MessageRows {...{ data, sessionId, title, models, chatHref }} />}
    </Disclosure>
  );
}

type MessageRowsProps = Omit<MessagesProps, 'client'> & { readonly data: SessionSpent };

function MessageRows({ data, sessionId, title, models, chatHref }: MessageRowsProps) {
  const { t, language } = useText();
  return (
    <div className="py-1">
      <SpentTable
        label={t('usage.messages_show', { title })}
        head={t('usage.message')}
        rows={data.messages.map(({ messageId, kind, model, at, spent }) => ({
          id: `${messageId ?? at}-${model}-${at}`,
          name:
            messageId === undefined ? (
              t(`usage.kind_${kind}`)
            ) : (
              <a
                className={link}
                href={chatHref(sessionId, messageId)}
                aria-label={t('usage.message_open', { time: formatDateTime(at, language) })}
              >
                {formatDateTime(at, language)}
              </a>
            ),
          detail: modelLabel(models, model),
          spent,
        }))}
      />
      {data.leftOut > 0 && <p className="text-ink-soft">{t('usage.messages_left_out', { count: data.leftOut })}</p>}
    </div>
  );
}
