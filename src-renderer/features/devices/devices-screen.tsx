// The page of devices: who is plugged in, how they are, and what can be done about it.
import { Cpu, Zap } from 'lucide-react';
import { useCallback, useId, useState } from 'react';
import type { Device } from '#main/contract/devices.ts';
import type { Blobs } from '#renderer/api/blobs.ts';
import { useFollow } from '#renderer/api/use-follow.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Busy } from '#renderer/ui/display/busy.tsx';
import { EmptyState } from '#renderer/ui/display/empty-state.tsx';
import { ErrorState } from '#renderer/ui/display/error-state.tsx';
import { Page } from '#renderer/ui/layout/page.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import type { Bench, BenchClient } from './bench.ts';
import { DeviceCard } from './device-card.tsx';
import { useLive } from './live/use-live.ts';
import { RecordingsSection } from './recordings/recordings-section.tsx';
import { useRecordings } from './recordings/use-recordings.ts';
import { VirtualBoards } from './virtual-boards.tsx';

export type DevicesScreenProps = {
  readonly client: BenchClient;
  readonly blobs: Pick<Blobs, 'put'>;
  readonly reflexesHref?: string;
};

/** Every PC has some ports of the old kind, of which nobody knows what hangs on them: they stand apart. */
const isBare = ({ confidence, allowedAt }: Device) => confidence === 'unknown' && allowedAt === undefined;

export function DevicesScreen({ client, blobs, reflexesHref }: DevicesScreenProps) {
  const { t } = useText();
  const [all, setAll] = useState<readonly Device[]>();
  const othersId = useId();
  const { error, again } = useFollow({
    open: useCallback((signal: AbortSignal) => client.devices.follow({}, { signal }), [client]),
    onItem: ({ devices }) => setAll(devices),
  });
  const kept = useRecordings(client);
  const live = useLive(client);
  const bench: Bench = { client, live, recordings: kept.recordings };
  const boards = all?.filter((device) => !isBare(device)) ?? [];
  const others = all?.filter(isBare) ?? [];
  return (
    <Page title={t('devices.title')}>
      <p className="text-pretty text-ink-soft">{t('devices.text')}</p>
      {reflexesHref !== undefined && (
        <a href={reflexesHref} className="inline-flex items-center gap-2 self-start text-tide-ink underline">
          <Zap aria-hidden="true" />
          {t('reflexes.title')}
        </a>
      )}
      {error !== undefined && (
        <ErrorState
          title={t('devices.not_loaded')}
          error={error}
          action={<Button onClick={again}>{t('chat.try_again')}</Button>}
        />
      )}
      {all === undefined && error === undefined && <Busy text={t('devices.loading')} />}
      {all !== undefined && boards.length === 0 && (
        <EmptyState title={t('devices.none')} text={t('devices.none_text')} icon={<Cpu aria-hidden="true" />} />
      )}
      {boards.map((device) => (
        <DeviceCard key={device.key} bench={bench} device={device} />
      ))}
      {others.length > 0 && (
        <section className="flex flex-col gap-3" aria-labelledby={othersId}>
          <h2 id={othersId} className="font-semibold">
            {t('devices.others')}
          </h2>
          <p className="text-pretty text-ink-soft">{t('devices.others_text')}</p>
          {others.map((device) => (
            <DeviceCard key={device.key} bench={bench} device={device} />
          ))}
        </section>
      )}
      {all !== undefined && <VirtualBoards client={client} devices={all} />}
      {all !== undefined && <RecordingsSection {...{ client, blobs, kept }} />}
    </Page>
  );
}
