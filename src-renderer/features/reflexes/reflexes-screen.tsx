// The page of reflexes: rules that run by themselves, and those that wait for the person's word.
import { Cpu, Plus, Zap } from 'lucide-react';
import { useState } from 'react';
import type { SessionId } from '#main/contract/ids.ts';
import type { Reflex } from '#main/contract/reflexes.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Busy } from '#renderer/ui/display/busy.tsx';
import { EmptyState } from '#renderer/ui/display/empty-state.tsx';
import { ErrorState } from '#renderer/ui/display/error-state.tsx';
import { Page } from '#renderer/ui/layout/page.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { EditReflex } from './edit-reflex.tsx';
import { ReflexCard } from './reflex-card.tsx';
import { type ReflexesClient, useReflexes } from './use-reflexes.ts';

export type ReflexesScreenProps = {
  readonly client: ReflexesClient;
  readonly devicesHref: string;
  readonly chatHref: (sessionId: SessionId) => string;
};

export function ReflexesScreen({ client, devicesHref, chatHref }: ReflexesScreenProps) {
  const { t } = useText();
  const { reflexes, devices, error, again } = useReflexes(client);
  const [edited, setEdited] = useState<Reflex | 'new'>();
  return (
    <Page title={t('reflexes.title')}>
      <p className="text-pretty text-ink-soft">{t('reflexes.text')}</p>
      <div className="flex flex-wrap items-center gap-4">
        <Button variant="primary" icon={<Plus aria-hidden="true" />} onClick={() => setEdited('new')}>
          {t('reflexes.new')}
        </Button>
        <a href={devicesHref} className="inline-flex items-center gap-2 text-tide-ink underline">
          <Cpu aria-hidden="true" />
          {t('devices.title')}
        </a>
      </div>
      {error !== undefined && (
        <ErrorState
          title={t('reflexes.not_loaded')}
          error={error}
          action={<Button onClick={again}>{t('chat.try_again')}</Button>}
        />
      )}
      {reflexes === undefined && error === undefined && <Busy text={t('reflexes.loading')} />}
      {reflexes?.length === 0 && (
        <EmptyState title={t('reflexes.none')} text={t('reflexes.none_text')} icon={<Zap aria-hidden="true" />} />
      )}
      {reflexes?.map((reflex) => (
        <ReflexCard
          key={reflex.id}
          client={client}
          reflex={reflex}
          devices={devices}
          chatHref={chatHref}
          onEdit={() => setEdited(reflex)}
        />
      ))}
      {edited !== undefined && (
        <EditReflex
          client={client}
          reflex={edited === 'new' ? undefined : edited}
          devices={devices}
          onClose={() => setEdited(undefined)}
        />
      )}
    </Page>
  );
}
