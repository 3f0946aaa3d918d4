// Where keys are kept on this machine, what that protects against, how they move, and what is known about each.
import { useCallback, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { ModelsState } from '#main/contract/models.ts';
import type { SecretsOverview, SecretsState } from '#main/contract/system.ts';
import { useFollow } from '#renderer/api/use-follow.ts';
import { Busy } from '#renderer/ui/display/busy.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { Disclosure } from '../disclosure.tsx';
import { Failure } from '../failure.tsx';
import { useFetched } from '../machine/use-fetched.ts';
import { Place } from '../search/place.tsx';
import { SectionPage } from '../section-page.tsx';
import { KeyList } from './key-list.tsx';
import { MoveProgress } from './move-progress.tsx';
import { PlaceCard } from './place-card.tsx';
import { PlaceOffers } from './place-offers.tsx';
import { RequestKeysCard } from './request-keys-card.tsx';

export type SecretsSectionProps = {
  readonly client: LimpetClient;
  readonly secrets: SecretsState;
  readonly models: ModelsState;
};

/** Keys that are stored, but not where new ones go. */
function straysOf(overview: SecretsOverview | undefined): number {
  const chosen = overview?.state.protection;
  return (overview?.keys ?? []).filter(({ at, state }) => at !== 'environment' && at !== chosen && state !== 'missing')
    .length;
}

export function SecretsSection({ client, secrets, models }: SecretsSectionProps) {
  const { t } = useText();
  const [overview, setOverview] = useState<SecretsOverview>();
  const open = useCallback((signal: AbortSignal) => client.system.watchSecrets({}, { signal }), [client]);
  const { error } = useFollow({ open, onItem: setOverview });
  const ask = useCallback(() => client.models.vendors({}), [client]);
  const vendors = useFetched(ask, true).data?.vendors ?? [];
  const move = overview?.state.move;
  return (
    <SectionPage title={t('settings.section_secrets')} text={t('secrets.text')}>
      {overview !== undefined && move !== undefined && (
        <MoveProgress client={client} move={move} places={overview.places} />
      )}
      <Place id="secrets">
        <PlaceCard client={client} secrets={overview?.state ?? secrets} strays={straysOf(overview)} />
      </Place>
      {overview === undefined && error === undefined && <Busy text={t('secrets.keys_loading')} />}
      <Failure error={error} />
      {overview !== undefined && (
        <>
          <Place id="secrets-keys">
            <KeyList client={client} overview={overview} models={models} vendors={vendors} />
          </Place>
          <RequestKeysCard client={client} disabled={overview.state.state !== 'ready'} />
          <Place id="secrets-places">
            {overview.state.state === 'ready' && <PlaceOffers client={client} overview={overview} />}
          </Place>
        </>
      )}
      <Disclosure summary={t('secrets.limits')}>
        <ul className="flex list-disc flex-col gap-1 ps-4 text-sm text-pretty text-ink-soft">
          <li>{t('secrets.limits_memory')}</li>
          <li>{t('secrets.limits_programs')}</li>
          <li>{t('secrets.limits_disk')}</li>
        </ul>
      </Disclosure>
    </SectionPage>
  );
}
