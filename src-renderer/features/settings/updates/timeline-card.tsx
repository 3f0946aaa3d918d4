// The restore timeline: each copy with its time, cause, version, size and chats, and a way back to it.
import { History } from 'lucide-react';
import { useCallback, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import { isAppError } from '#main/contract/errors.ts';
import type { SnapshotFacts, Timeline } from '#main/contract/updates.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { useFollow } from '#renderer/api/use-follow.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Badge } from '#renderer/ui/display/badge.tsx';
import { Banner } from '#renderer/ui/display/banner.tsx';
import { Busy } from '#renderer/ui/display/busy.tsx';
import { Card } from '#renderer/ui/display/card.tsx';
import { EmptyState } from '#renderer/ui/display/empty-state.tsx';
import { formatBytes, formatDateTime } from '#renderer/ui/text/format.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { ConfirmDialog } from '../confirm-dialog.tsx';
import { Failure } from '../failure.tsx';

export type TimelineCardProps = { readonly client: LimpetClient; readonly isOffline: boolean };

export function TimelineCard({ client, isOffline }: TimelineCardProps) {
  const { t } = useText();
  const [timeline, setTimeline] = useState<Timeline>();
  const open = useCallback((signal: AbortSignal) => client.updates.timeline({}, { signal }), [client]);
  const { error } = useFollow({ open, onItem: setTimeline });
  const stay = useAct(async () => setTimeline(await client.updates.stay({})));
  const wished = timeline?.snapshots.find(({ id }) => id === timeline.wished);
  return (
    <Card title={t('updates.timeline')} detail={t('updates.timeline_text')}>
      {timeline === undefined && error === undefined && <Busy text={t('updates.timeline_loading')} />}
      <Failure error={error ?? stay.error} />
      {timeline !== undefined && wished !== undefined && (
        <Wished
          snapshot={wished}
          canRestart={timeline.canRestart}
          isBusy={stay.isRunning}
          onStay={() => void stay.run(undefined)}
        />
      )}
      {timeline !== undefined && (
        <Snapshots client={client} timeline={timeline} isOffline={isOffline} onTimeline={setTimeline} />
      )}
    </Card>
  );
}

type WishedProps = {
  readonly snapshot: SnapshotFacts;
  readonly canRestart: boolean;
  readonly isBusy: boolean;
  readonly onStay: () => void;
};

function Wished({ snapshot, canRestart, isBusy, onStay }: WishedProps) {
  const { t, language } = useText();
  const date = formatDateTime(snapshot.at, language);
  if (canRestart) return <Busy text={t('updates.restarting', { date })} />;
  return (
    <Banner
      shape="card"
      icon={<History aria-hidden="true" />}
      action={
        <Button busy={isBusy} onClick={onStay}>
          {t('updates.stay')}
        </Button>
      }
    >
      {t('updates.wished', { date })}
    </Banner>
  );
}

type SnapshotsProps = TimelineCardProps & {
  readonly timeline: Timeline;
  readonly onTimeline: (timeline: Timeline) => void;
};

function Snapshots({ client, timeline, isOffline, onTimeline }: SnapshotsProps) {
  const { t, language } = useText();
  const [asked, setAsked] = useState<SnapshotFacts>();
  /** Turns run: the same again, asked once more. */
  const [busy, setBusy] = useState<SnapshotFacts>();
  const goBack = useAct(async (o: { snapshot: SnapshotFacts; stopTurns: boolean }) => {
    try {
      onTimeline(await client.updates.goBack({ snapshotId: o.snapshot.id, stopTurns: o.stopTurns }));
    } catch (error) {
      if (!isAppError(error) || error.details?.reason !== 'turns_running') throw error;
      setBusy(o.snapshot);
    }
  });
  const dateOf = (one: SnapshotFacts | undefined) => (one === undefined ? '' : formatDateTime(one.at, language));
  if (timeline.snapshots.length === 0)
    return (
      <EmptyState
        icon={<History aria-hidden="true" />}
        title={t('updates.timeline_none')}
        text={t('updates.timeline_none_text')}
      />
    );
  return (
    <>
      <ol className="-mt-2 -mb-3 divide-y divide-edge">
        {timeline.snapshots.map((snapshot) => (
          <Snapshot
            key={snapshot.id}
            snapshot={snapshot}
            isOff={isOffline || goBack.isRunning || timeline.wished !== undefined}
            onGoBack={() => setAsked(snapshot)}
          />
        ))}
      </ol>
      <Failure error={goBack.error} />
      <ConfirmDialog
        open={asked !== undefined}
        onOpenChange={() => setAsked(undefined)}
        title={t('updates.go_back_title', { date: dateOf(asked) })}
        text={t(timeline.canRestart ? 'updates.go_back_text' : 'updates.go_back_text_later')}
        action={t('updates.go_back')}
        onConfirm={() => asked !== undefined && void goBack.run({ snapshot: asked, stopTurns: false })}
      />
      <ConfirmDialog
        open={busy !== undefined}
        onOpenChange={() => setBusy(undefined)}
        title={t('updates.busy_title')}
        text={t('updates.busy_text')}
        action={t('updates.busy_action')}
        onConfirm={() => busy !== undefined && void goBack.run({ snapshot: busy, stopTurns: true })}
      />
    </>
  );
}

type SnapshotProps = {
  readonly snapshot: SnapshotFacts;
  readonly isOff: boolean;
  readonly onGoBack: () => void;
};

function Snapshot({ snapshot, isOff, onGoBack }: SnapshotProps) {
  const { t, language } = useText();
  const { reason, version, sizeBytes, sessions, state } = snapshot;
  const date = formatDateTime(snapshot.at, language);
  const facts = [
    t(`updates.reason_${reason}`),
    ...(version === undefined ? [] : [t('updates.version', { version })]),
    formatBytes(sizeBytes, language),
    ...(state === 'unreadable' ? [] : [t('updates.sessions', { count: sessions })]),
  ];
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-3">
      <div className="flex min-w-0 flex-1 flex-col gap-0.5">
        <span className="font-medium">
          <time dateTime={new Date(snapshot.at).toISOString()}>{date}</time>
        </span>
        <span className="text-sm text-ink-soft">{facts.join(' · ')}</span>
      </div>
      {state === 'ready' ? (
        <Button disabled={isOff} aria-label={t('updates.go_back_to', { date })} onClick={onGoBack}>
          {t('updates.go_back')}
        </Button>
      ) : (
        <Badge tone="ask">{t(`updates.${state}`)}</Badge>
      )}
    </li>
  );
}
