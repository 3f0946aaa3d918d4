// Beside the conversation: the page that the model works on, live, who drives, and what was done.
import { Globe, Hand, OctagonX, ShieldAlert, Undo2 } from 'lucide-react';
import type { BrowserView } from '#main/contract/browser.ts';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { SessionId } from '#main/contract/ids.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Badge } from '#renderer/ui/display/badge.tsx';
import { Banner } from '#renderer/ui/display/banner.tsx';
import { Busy } from '#renderer/ui/display/busy.tsx';
import { EmptyState } from '#renderer/ui/display/empty-state.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { BrowserPicture } from './browser-picture.tsx';
import { BrowserSteps } from './browser-steps.tsx';
import { useBrowser } from './use-browser.ts';

export type BrowserPanelProps = { readonly client: LimpetClient; readonly sessionId: SessionId };

export function BrowserPanel({ client, sessionId }: BrowserPanelProps) {
  const { t } = useText();
  const { view, frame, error } = useBrowser(client, sessionId);
  if (error !== undefined) return <Banner tone="stop">{describeError(error, t)}</Banner>;
  if (view === undefined) return <Busy text={t('web.panel_picture_waits')} />;
  const hasPage = view.tabs.length > 0;
  if (!hasPage && view.steps.length === 0) return <Nothing isInstalled={view.program !== undefined} />;
  return (
    <div className="flex flex-col gap-3 p-3">
      {!view.sandboxed && (
        <Banner tone="ask" shape="card" icon={<ShieldAlert aria-hidden="true" />}>
          {t('web.panel_unsandboxed')}
        </Banner>
      )}
      {view.asked !== undefined && (
        <Banner tone="ask" shape="card" icon={<Hand aria-hidden="true" />}>
          {t('web.panel_asked', { reason: view.asked })}
        </Banner>
      )}
      <Drive client={client} sessionId={sessionId} view={view} />
      {hasPage && (
        <>
          <TabRow client={client} sessionId={sessionId} view={view} />
          <BrowserPicture client={client} sessionId={sessionId} frame={frame} isDriving={view.control === 'person'} />
        </>
      )}
      <Downloads view={view} />
      <BrowserSteps client={client} sessionId={sessionId} steps={view.steps} />
    </div>
  );
}

function Nothing({ isInstalled }: { readonly isInstalled: boolean }) {
  const { t } = useText();
  return (
    <EmptyState
      icon={<Globe aria-hidden="true" />}
      title={t(isInstalled ? 'web.panel_idle' : 'web.panel_none')}
      text={t(isInstalled ? 'web.panel_idle_text' : 'web.panel_none_text')}
    />
  );
}

type DriveProps = BrowserPanelProps & { readonly view: BrowserView };

function Drive({ client, sessionId, view }: DriveProps) {
  const { t } = useText();
  const take = useAct(() => client.browser.takeOver({ sessionId }));
  const give = useAct(() => client.browser.handBack({ sessionId }));
  const stop = useAct(() => client.browser.stop({ sessionId }));
  const failure = take.error ?? give.error ?? stop.error;
  const isMine = view.control === 'person';
  return (
    <div className="flex flex-wrap items-center gap-2">
      <span role="status">
        <Badge tone={isMine ? 'ask' : 'plain'}>
          {t(isMine ? 'web.panel_person_drives' : 'web.panel_model_drives')}
        </Badge>
      </span>
      {isMine ? (
        <Button
          size="sm"
          variant="primary"
          icon={<Undo2 aria-hidden="true" />}
          busy={give.isRunning}
          onClick={() => void give.run(undefined)}
        >
          {t('web.panel_hand_back')}
        </Button>
      ) : (
        <Button
          size="sm"
          icon={<Hand aria-hidden="true" />}
          busy={take.isRunning}
          disabled={view.tabs.length === 0}
          onClick={() => void take.run(undefined)}
        >
          {t('web.panel_take_over')}
        </Button>
      )}
      <Button
        size="sm"
        variant="plain"
        icon={<OctagonX aria-hidden="true" />}
        busy={stop.isRunning}
        disabled={view.tabs.length === 0}
        onClick={() => void stop.run(undefined)}
      >
        {t('web.panel_stop')}
      </Button>
      {failure !== undefined && (
        <p role="alert" className="w-full text-stop-ink">
          {describeError(failure, t)}
        </p>
      )}
    </div>
  );
}

function TabRow({ client, sessionId, view }: DriveProps) {
  const { t } = useText();
  const choose = useAct((tabId: string) => client.browser.chooseTab({ sessionId, tabId }));
  const front = view.tabs.find(({ active }) => active);
  return (
    <div className="flex min-w-0 flex-col gap-2">
      {view.tabs.length > 1 && (
        <ul aria-label={t('web.panel_tabs')} className="flex flex-wrap gap-1">
          {view.tabs.map(({ id, title, url, active }) => (
            <li key={id} className="min-w-0">
              <Button
                size="sm"
                variant={active ? 'outline' : 'plain'}
                aria-pressed={active}
                className="max-w-48"
                onClick={() => void choose.run(id)}
              >
                <span className="min-w-0 truncate">{title === '' ? url : title}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
      {front !== undefined && (
        <p className="flex min-w-0 items-center gap-2 rounded-control border border-edge bg-sunken px-2 py-1">
          <Globe className="shrink-0 text-ink-faint" aria-hidden="true" />
          <bdi dir="ltr" className="min-w-0 truncate font-mono text-sm" title={front.url}>
            {front.url}
          </bdi>
        </p>
      )}
    </div>
  );
}

function Downloads({ view }: { readonly view: BrowserView }) {
  const { t, language } = useText();
  if (view.downloads.length === 0) return null;
  const size = new Intl.NumberFormat(language, { style: 'unit', unit: 'kilobyte', maximumFractionDigits: 1 });
  return (
    <section className="flex flex-col gap-1">
      <h3 className="font-semibold">{t('web.panel_downloads')}</h3>
      <ul className="flex flex-col gap-1">
        {view.downloads.map(({ id, name, sizeBytes, risky }) => (
          <li key={id} className="flex flex-wrap items-center gap-2">
            <bdi className="min-w-0 wrap-anywhere">{name}</bdi>
            <span className="text-sm text-ink-soft">{size.format(sizeBytes / 1_000)}</span>
            {risky && (
              <Badge tone="ask" icon={<ShieldAlert aria-hidden="true" />}>
                {t('web.panel_download_risky')}
              </Badge>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
