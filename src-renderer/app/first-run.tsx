// The first run, loaded only then.

import { useConnection } from '#renderer/api/use-connection.ts';
import { OnboardingScreen } from '#renderer/features/onboarding/onboarding-screen.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { onboardingSlots } from './slots.ts';
import { useRoute } from './use-route.ts';
import type { WorkbenchProps } from './workbench.tsx';

export function FirstRun({ api, settings, system, models }: WorkbenchProps) {
  const { navigate } = useRoute();
  const state = useConnection(api.connection);
  return (
    <div className="flex h-full flex-col">
      <ConnectionBanner state={state} onRetry={api.connection.retry} />
      <OnboardingScreen
        client={api.client}
        settings={settings}
        models={models}
        system={system}
        slots={onboardingSlots}
        onDone={(session) => navigate({ screen: 'chat', sessionId: session.id }, 'replace')}
        onSkip={() => navigate({ screen: 'chat' }, 'replace')}
      />
    </div>
  );
}
