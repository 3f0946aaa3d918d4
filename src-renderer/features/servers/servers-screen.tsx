// The page of servers: which there are, how they are, what waits for the person, and Limpet as a server itself.
import { Plug, Plus } from 'lucide-react';
import { useCallback, useId, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { McpStatus } from '#main/contract/mcp.ts';
import type { Blobs } from '#renderer/api/blobs.ts';
import { useFollow } from '#renderer/api/use-follow.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Busy } from '#renderer/ui/display/busy.tsx';
import { EmptyState } from '#renderer/ui/display/empty-state.tsx';
import { ErrorState } from '#renderer/ui/display/error-state.tsx';
import { Page } from '#renderer/ui/layout/page.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { AddDialog } from './add-dialog.tsx';
import { OwnCard } from './own-card.tsx';
import { ProposalCard } from './proposal-card.tsx';
import { ServerCard } from './server-card.tsx';

export type ServersScreenProps = { readonly client: Pick<LimpetClient, 'mcp' | 'settings'>; readonly blobs: Blobs };

const nothing = () => {}; // the list that is followed tells

export function ServersScreen({ client, blobs }: ServersScreenProps) {
  const { t } = useText();
  const [status, setStatus] = useState<McpStatus>();
  const waitingId = useId();
  const [isAdding, setIsAdding] = useState(false);
  const { error, again } = useFollow({
    open: useCallback((signal: AbortSignal) => client.mcp.watch({}, { signal }), [client]),
    onItem: setStatus,
  });
  const add = (
    <Button variant="primary" icon={<Plus aria-hidden="true" />} onClick={() => setIsAdding(true)}>
      {t('mcp.add')}
    </Button>
  );
  return (
    <Page title={t('mcp.title')}>
      <p className="text-pretty text-ink-soft">{t('mcp.text')}</p>
      {status !== undefined && status.servers.length > 0 && <div>{add}</div>}
      {error !== undefined && (
        <ErrorState
          title={t('mcp.not_loaded')}
          error={error}
          action={<Button onClick={again}>{t('chat.try_again')}</Button>}
        />
      )}
      {status === undefined && error === undefined && <Busy text={t('mcp.loading')} />}
      {status !== undefined && status.handedOver.length > 0 && (
        <section className="flex flex-col gap-3" aria-labelledby={waitingId}>
          <h2 id={waitingId} className="font-semibold">
            {t('mcp.handed_over')}
          </h2>
          <p className="text-pretty text-ink-soft">{t('mcp.handed_over_text')}</p>
          {status.handedOver.map(({ id, source, proposal }) => (
            <ProposalCard key={id} client={client} proposal={proposal} handedOver={{ id, source }} onAdded={nothing} />
          ))}
        </section>
      )}
      {status?.servers.length === 0 && (
        <EmptyState title={t('mcp.none')} text={t('mcp.none_text')} icon={<Plug aria-hidden="true" />} action={add} />
      )}
      {status?.servers.map((server) => (
        <ServerCard key={server.id} client={client} server={server} />
      ))}
      {status !== undefined && <OwnCard client={client} own={status.own} />}
      {isAdding && (
        <AddDialog
          client={client}
          blobs={blobs}
          taken={new Set(status?.servers.map(({ id }) => id))}
          onClose={() => setIsAdding(false)}
        />
      )}
    </Page>
  );
}
