// The version that runs, and the way to a newer one: looked for, read about, downloaded, installed.
import { CircleCheck, Download, RefreshCw, RotateCw } from 'lucide-react';
import { type ReactNode, useCallback, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import { isAppError } from '#main/contract/errors.ts';
import type { UpdateState } from '#main/contract/updates.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { useFollow } from '#renderer/api/use-follow.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Busy } from '#renderer/ui/display/busy.tsx';
import { Card } from '#renderer/ui/display/card.tsx';
import { formatAgo } from '#renderer/ui/text/format.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { useNow } from '#renderer/ui/text/use-now.ts';
import { ConfirmDialog } from '../confirm-dialog.tsx';
import { Failure } from '../failure.tsx';
import { DownloadProgress, FoundVersion } from './found-version.tsx';

export type UpdateCardProps = {
  readonly client: LimpetClient;
  readonly version: string;
  readonly isOffline: boolean;
};

export function UpdateCard({ client, version, isOffline }: UpdateCardProps) {
  const { t } = useText();
  const [state, setState] = useState<UpdateState>();
  const open = useCallback((signal: AbortSignal) => client.updates.watch({}, { signal }), [client]);
  const { error } = useFollow({ open, onItem: setState });
  const check = useAct(() => client.updates.check({}));
  const download = useAct(() => client.updates.download({}));
  const cancel = useAct(() => client.updates.cancelDownload({}));
  const act = { check: () => void check.run(undefined), download: () => void download.run(undefined) };
  return (
    <Card
      title={t('updates.app', { version })}
      {...(state === undefined || state.type === 'off' ? {} : { detail: t('updates.app_text') })}
    >
      {state !== undefined && (
        <State
          state={state}
          isOffline={isOffline}
          onCheck={act.check}
          onDownload={act.download}
          onCancel={() => void cancel.run(undefined)}
        >
          <InstallNow client={client} state={state} isOffline={isOffline} />
        </State>
      )}
      <Failure error={error ?? check.error ?? download.error ?? cancel.error} />
    </Card>
  );
}

type StateProps = {
  readonly state: UpdateState;
  readonly isOffline: boolean;
  readonly onCheck: () => void;
  readonly onDownload: () => void;
  readonly onCancel: () => void;
  /** What stands below an update that is ready. */
  readonly children: ReactNode;
};

function State({ state, isOffline, onCheck, onDownload, onCancel, children }: StateProps) {
  const { t } = useText();
  switch (state.type) {
    case 'off':
      return <p className="text-pretty">{t(`updates.off_${state.why}`)}</p>;
    case 'idle':
      return (
        <>
          <Looked state={state} />
          <Check isOff={isOffline} onCheck={onCheck} />
        </>
      );
    case 'checking':
      return <Busy text={t('updates.checking')} />;
    case 'available':
      return (
        <FoundVersion title={t('updates.available', { version: state.update.version })} update={state.update}>
          <Button variant="primary" icon={<Download aria-hidden="true" />} disabled={isOffline} onClick={onDownload}>
            {t('updates.download')}
          </Button>
        </FoundVersion>
      );
    case 'downloading':
      return (
        <>
          <DownloadProgress update={state.update} bytes={state.bytes} />
          <div>
            <Button onClick={onCancel}>{t('updates.cancel')}</Button>
          </div>
        </>
      );
    case 'ready':
      return (
        <FoundVersion title={t('updates.ready', { version: state.update.version })} update={state.update}>
          {children}
        </FoundVersion>
      );
    case 'failed':
      return (
        <>
          <Failure error={state.error} />
          <div>
            <Button
              icon={<RotateCw aria-hidden="true" />}
              disabled={isOffline}
              onClick={state.canRetry ? onDownload : onCheck}
            >
              {t('updates.retry')}
            </Button>
          </div>
        </>
      );
  }
}

function Looked({ state }: { readonly state: Extract<UpdateState, { type: 'idle' }> }) {
  const { t, language } = useText();
  const now = useNow(60_000);
  if (state.checkedAt === undefined) return <p className="text-ink-soft">{t('updates.never_checked')}</p>;
  return (
    <div role="status" className="flex flex-col gap-0.5">
      {state.why !== undefined && (
        <p className="flex items-start gap-2">
          {state.why === 'same' && <CircleCheck className="mt-0.5 text-done-ink" aria-hidden="true" />}
          <span className="min-w-0 text-pretty">{t(`updates.${state.why}`, { version: state.version ?? '' })}</span>
        </p>
      )}
      <p className="text-sm text-ink-soft">
        {t('updates.checked', { ago: formatAgo(state.checkedAt, now, language) })}
      </p>
    </div>
  );
}

function Check({ isOff, onCheck }: { readonly isOff: boolean; readonly onCheck: () => void }) {
  const { t } = useText();
  return (
    <div>
      <Button icon={<RefreshCw aria-hidden="true" />} disabled={isOff} onClick={onCheck}>
        {t('updates.check')}
      </Button>
    </div>
  );
}

type InstallNowProps = Pick<UpdateCardProps, 'client' | 'isOffline'> & { readonly state: UpdateState };

function InstallNow({ client, state, isOffline }: InstallNowProps) {
  const { t } = useText();
  const [asked, setAsked] = useState<'install' | 'busy'>();
  const install = useAct(async (stopTurns: boolean) => {
    try {
      return await client.updates.installNow({ stopTurns });
    } catch (error) {
      if (!isAppError(error) || error.details?.reason !== 'turns_running') throw error;
      setAsked('busy');
      return undefined;
    }
  });
  const version = state.type === 'ready' ? state.update.version : '';
  return (
    <>
      <p className="text-sm text-pretty text-ink-soft">{t('updates.ready_text')}</p>
      <div>
        <Button variant="primary" busy={install.isRunning} disabled={isOffline} onClick={() => setAsked('install')}>
          {t('updates.install_now')}
        </Button>
      </div>
      <Failure error={install.error} />
      <ConfirmDialog
        open={asked === 'install'}
        onOpenChange={() => setAsked(undefined)}
        title={t('updates.install_title', { version })}
        text={t('updates.install_text')}
        action={t('updates.install_now')}
        onConfirm={() => void install.run(false)}
      />
      <ConfirmDialog
        open={asked === 'busy'}
        onOpenChange={() => setAsked(undefined)}
        title={t('updates.busy_title')}
        text={t('updates.install_busy_text')}
        action={t('updates.install_busy_action')}
        onConfirm={() => void install.run(true)}
      />
    </>
  );
}
