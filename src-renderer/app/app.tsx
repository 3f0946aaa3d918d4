// The whole page, by how far the person has come: refused, connecting, first run, at work.
import { lazy, type ReactNode, Suspense, useSyncExternalStore } from 'react';
import type { Settings } from '#main/contract/settings.ts';
import { pickLanguage } from '#main/platform/texts/translate.ts';
import type { Api } from '#renderer/api/create-api.ts';
import { useConnection } from '#renderer/api/use-connection.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Busy } from '#renderer/ui/display/busy.tsx';
import { ErrorState } from '#renderer/ui/display/error-state.tsx';
import { ToastProvider } from '#renderer/ui/overlays/toast.tsx';
import { TooltipProvider } from '#renderer/ui/overlays/tooltip.tsx';
import { TextProvider, useText } from '#renderer/ui/text/text-context.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { SignInPage } from './sign-in-page.tsx';
import { useAppearance } from './use-appearance.ts';
import { useCoreState } from './use-core-state.ts';
import { Workbench } from './workbench.tsx';

const FirstRun = lazy(() => import('./first-run.tsx').then((module) => ({ default: module.FirstRun })));
const QuickPlace = lazy(() => import('./desktop/quick-place.tsx').then((module) => ({ default: module.QuickPlace })));

/** The quick chat is a page of its own: nothing leads there but the shell, or somebody who wrote the address. */
const quickHash = '#/quick';
function useIsQuick(): boolean {
  return useSyncExternalStore(
    (changed) => {
      window.addEventListener('hashchange', changed);
      return () => window.removeEventListener('hashchange', changed);
    },
    () => window.location.hash === quickHash,
  );
}

export function App({ api }: { readonly api: Api }) {
  const core = useCoreState(api.client);
  useAppearance(core.settings);
  return (
    <TextProvider language={languageOf(core.settings)}>
      <TooltipProvider>
        <ToastProvider>
          <ErrorBoundary resetKey="">
            <Page api={api} core={core} />
          </ErrorBoundary>
        </ToastProvider>
      </TooltipProvider>
    </TextProvider>
  );
}

function languageOf(settings: Settings | undefined) {
  const wish = settings?.language ?? 'system';
  return wish === 'system' ? pickLanguage(navigator.languages) : wish;
}

type PageProps = { readonly api: Api; readonly core: ReturnType<typeof useCoreState> };

function Page({ api, core }: PageProps): ReactNode {
  const { t } = useText();
  const state = useConnection(api.connection);
  const isQuick = useIsQuick();
  const { settings, system, models } = core;
  if (state === 'refused' && api.host === 'browser') {
    return <SignInPage onSignIn={api.signIn} />;
  }
  if (settings !== undefined && system !== undefined && models !== undefined) {
    const known = { api, settings, system, models };
    if (isQuick) {
      return (
        <Suspense fallback={<Busy text={t('app.loading')} layout="page" />}>
          <QuickPlace {...known} />
        </Suspense>
      );
    }
    if (settings.onboarded) return <Workbench {...known} />;
    return (
      <Suspense fallback={<Busy text={t('app.loading')} layout="page" />}>
        <FirstRun {...known} />
      </Suspense>
    );
  }
  return (
    <main className="flex h-full flex-col">
      <ConnectionBanner state={state} onRetry={api.connection.retry} />
      <div className="flex flex-1 flex-col justify-center">
        {core.error === undefined ? (
          <Busy text={t('app.loading')} layout="page" />
        ) : (
          <ErrorState
            title={t('app.open_failed')}
            error={core.error}
            action={
              <Button variant="primary" onClick={core.again}>
                {t('app.try_now')}
              </Button>
            }
          />
        )}
      </div>
    </main>
  );
}
