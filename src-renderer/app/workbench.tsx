// The window of a person who is signed in and set up: rail, list, the screen of the route, palette.
import { lazy, Suspense } from 'react';
import type { ModelsState } from '#main/contract/models.ts';
import type { Settings } from '#main/contract/settings.ts';
import type { SystemState } from '#main/contract/system.ts';
import type { Api } from '#renderer/api/create-api.ts';
import { SessionList } from '#renderer/features/sessions/session-list.tsx';
import { UsageMeter } from '#renderer/features/usage/usage-meter.tsx';
import { Busy } from '#renderer/ui/display/busy.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { BenchBanner } from './bench-banner.tsx';
import { ChatPlace } from './chat-place.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { LinkDialog } from './desktop/link-dialog.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { LockdownBanner } from './lockdown-banner.tsx';
import { NoticeBanners } from './notice-banners.tsx';
import { PausedBanner } from './paused-banner.tsx';
import { routeHash } from './route.ts';
import { Shell } from './shell.tsx';
import { useOpenWorkspace } from './use-open-workspace.ts';
import { useWorkbench } from './use-workbench.ts';

const SettingsScreen = lazy(() =>
  import('#renderer/features/settings/settings-screen.tsx').then((module) => ({ default: module.SettingsScreen })),
);
const SkillsScreen = lazy(() =>
  import('#renderer/features/skills/skills-screen.tsx').then((module) => ({ default: module.SkillsScreen })),
);
const ActivityScreen = lazy(() =>
  import('#renderer/features/activity/activity-screen.tsx').then((module) => ({ default: module.ActivityScreen })),
);
const ServersScreen = lazy(() =>
  import('#renderer/features/servers/servers-screen.tsx').then((module) => ({ default: module.ServersScreen })),
);
const NotesPlace = lazy(() => import('./notes-place.tsx').then((module) => ({ default: module.NotesPlace })));
const DevicesScreen = lazy(() =>
  import('#renderer/features/devices/devices-screen.tsx').then((module) => ({ default: module.DevicesScreen })),
);
const ReflexesScreen = lazy(() =>
  import('#renderer/features/reflexes/reflexes-screen.tsx').then((module) => ({ default: module.ReflexesScreen })),
);
const InboxPlace = lazy(() => import('./inbox-place.tsx').then((module) => ({ default: module.InboxPlace })));
const Palette = lazy(() => import('./palette.tsx').then((module) => ({ default: module.Palette })));

export type WorkbenchProps = {
  readonly api: Api;
  readonly settings: Settings;
  readonly system: SystemState;
  readonly models: ModelsState;
};
type Bench = ReturnType<typeof useWorkbench>;

export function Workbench(props: WorkbenchProps) {
  const { api, system } = props;
  const { t } = useText();
  const bench = useWorkbench(props);
  const { route } = bench;
  return (
    <>
      <Shell
        rail={{
          screen: route.screen,
          lastChat: bench.lastChat,
          waiting: bench.inbox.count,
          onNavigate: bench.navigate,
          onStop: bench.outputs.isArmed ? bench.outputs.stop : undefined,
        }}
        banners={
          <>
            <ConnectionBanner state={bench.state} onRetry={api.connection.retry} />
            <LockdownBanner client={api.client} />
            <BenchBanner {...bench.outputs} />
            <PausedBanner isPaused={bench.work.isPaused} onResume={() => bench.work.setPaused(false)} />
            <NoticeBanners client={api.client} system={system} onUnlock={() => bench.openSettings('secrets')} />
          </>
        }
        list={route.screen === 'chat' ? <Chats api={api} bench={bench} /> : undefined}
        isListOpen={bench.isListOpen}
        onListOpen={bench.setIsListOpen}
      >
        <ErrorBoundary resetKey={routeHash(route)}>
          <Suspense fallback={<Busy text={t('app.loading')} layout="page" />}>
            <Screen {...props} bench={bench} />
          </Suspense>
        </ErrorBoundary>
      </Shell>
      <LinkDialog client={api.client} proposal={bench.links.proposal} onAnswer={bench.links.answer} />
      {bench.overlay !== undefined && (
        <Suspense fallback={null}>
          <Palette
            client={api.client}
            overlay={bench.overlay}
            onOverlay={bench.setOverlay}
            actions={bench.actions}
            openId={bench.openId}
            onNavigate={bench.go}
            onClientCommand={bench.runClientCommand}
            onInsert={bench.insertText}
          />
        </Suspense>
      )}
    </>
  );
}

function Chats({ api, bench }: { readonly api: Api; readonly bench: Bench }) {
  const { go, openId } = bench;
  return (
    <>
      <SessionList
        client={api.client}
        isOffline={bench.state !== 'online'}
        openId={openId}
        hrefFor={(sessionId) => routeHash({ screen: 'chat', sessionId })}
        onOpenSession={(session) => go({ screen: 'chat', sessionId: session.id })}
        onOpenHit={(hit) => go({ screen: 'chat', sessionId: hit.sessionId, messageId: hit.messageId })}
        onNewChat={bench.newChat}
        onSessionGone={(session) => session.id === openId && bench.navigate({ screen: 'chat' }, 'replace')}
        searchRef={bench.searchField}
      />
      <UsageMeter
        client={api.client}
        href={routeHash({ screen: 'settings', section: 'usage' })}
        onOpen={() => go({ screen: 'settings', section: 'usage' })}
      />
    </>
  );
}

function Screen({ api, settings, system, models, bench }: WorkbenchProps & { readonly bench: Bench }) {
  const { route, navigate } = bench;
  if (route.screen === 'activity') {
    return (
      <ActivityScreen
        client={api.client}
        isOffline={bench.state !== 'online'}
        chatHref={(sessionId) => routeHash({ screen: 'chat', sessionId })}
        onOpenChat={(sessionId) => navigate({ screen: 'chat', sessionId })}
      />
    );
  }
  if (route.screen === 'servers') return <ServersScreen client={api.client} blobs={api.blobs} />;
  if (route.screen === 'devices')
    return <DevicesScreen client={api.client} blobs={api.blobs} reflexesHref={routeHash({ screen: 'reflexes' })} />;
  if (route.screen === 'reflexes') {
    return (
      <ReflexesScreen
        client={api.client}
        devicesHref={routeHash({ screen: 'devices' })}
        chatHref={(sessionId) => routeHash({ screen: 'chat', sessionId })}
      />
    );
  }
  if (route.screen === 'settings') {
    return (
      <SettingsScreen
        client={api.client}
        blobs={api.blobs}
        isOffline={bench.state !== 'online'}
        settings={settings}
        models={models}
        system={system}
        section={route.section}
        chatId={bench.lastChat.screen === 'chat' ? bench.lastChat.sessionId : undefined}
        onSection={(section) => navigate({ screen: 'settings', section }, 'replace')}
        onClose={() => navigate(bench.lastChat)}
        chatHref={(sessionId, messageId) =>
          routeHash({ screen: 'chat', sessionId, ...(messageId === undefined ? {} : { messageId }) })
        }
      />
    );
  }
  if (route.screen === 'inbox') return <InboxPlace client={api.client} inbox={bench.inbox} onNavigate={navigate} />;
  if (route.screen === 'notes')
    return <NotesPlace api={api} isOffline={bench.state !== 'online'} route={route} onNavigate={navigate} />;
  if (route.screen === 'skills') return <SkillsPlace api={api} bench={bench} system={system} />;
  return (
    <ChatPlace
      api={api}
      connection={bench.connection}
      route={route}
      models={models}
      system={system}
      insert={bench.insert}
      sideBook={bench.sideBook}
      onNavigate={navigate}
      onChoose={bench.choose}
      onOpenList={() => bench.setIsListOpen(true)}
      onNewChat={bench.newChat}
      onClientCommand={bench.runClientCommand}
    />
  );
}

/** With the skills of the workspace of the chat that was open last. */
function SkillsPlace({ api, bench, system }: Pick<WorkbenchProps, 'api' | 'system'> & { readonly bench: Bench }) {
  const last = bench.lastChat.screen === 'chat' ? bench.lastChat.sessionId : undefined;
  const workspace = useOpenWorkspace(api.client, last) ?? system.defaultWorkspace;
  return (
    <SkillsScreen
      client={api.client}
      blobs={api.blobs}
      isOffline={bench.state !== 'online'}
      workspace={workspace}
      onTry={bench.startWith}
    />
  );
}
