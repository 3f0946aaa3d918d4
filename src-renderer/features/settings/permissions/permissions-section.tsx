// Who is asked and when, how commands run here, and how far one answer may go.

import { useCallback, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { SessionId } from '#main/contract/ids.ts';
import type { RuleBook } from '#main/contract/permissions.ts';
import type { SandboxState } from '#main/contract/system.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { useFollow } from '#renderer/api/use-follow.ts';
import { Busy } from '#renderer/ui/display/busy.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { Failure } from '../failure.tsx';
import { OtherSettings } from '../fields/other-settings.tsx';
import { ResetSection } from '../reset/reset-section.tsx';
import { Place } from '../search/place.tsx';
import { SectionPage } from '../section-page.tsx';
import type { SettingsWriter } from '../settings-writer.ts';
import { EffectsCard } from './effects-card.tsx';
import { ApprovalTimeoutCard, LimitsCard } from './limits-card.tsx';
import { RulesCard, type RulesCardProps } from './rules-card.tsx';
import { SandboxCard } from './sandbox-card.tsx';
import { TryCard } from './try-card.tsx';

export type PermissionsSectionProps = {
  readonly client: LimpetClient;
  readonly writer: SettingsWriter;
  readonly sandbox: SandboxState;
  readonly workspace: string;
  readonly sessionId: SessionId | undefined;
};

export function PermissionsSection({ client, writer, sandbox, workspace, sessionId }: PermissionsSectionProps) {
  const { t } = useText();
  const probe = useAct(() => client.system.probeSandbox({}));
  return (
    <SectionPage
      title={t('settings.section_permissions')}
      text={t('settings.permissions_text')}
      action={<ResetSection section="permissions" writer={writer} />}
    >
      <EffectsCard />
      <Rules client={client} workspace={workspace} sessionId={sessionId} />
      <Place id="try_rules">
        <TryCard client={client} workspace={workspace} sessionId={sessionId} />
      </Place>
      <Place id="sandbox">
        <SandboxCard
          sandbox={sandbox}
          isChecking={probe.isRunning}
          error={probe.error}
          onCheck={() => void probe.run(undefined)}
        />
      </Place>
      <ApprovalTimeoutCard writer={writer} />
      <LimitsCard writer={writer} />
      <OtherSettings section="permissions" writer={writer} />
    </SectionPage>
  );
}

/** The rules as they are, again after every change. */
function Rules({ client, workspace, sessionId }: Omit<RulesCardProps, 'book'>) {
  const { t } = useText();
  const [book, setBook] = useState<RuleBook>();
  const open = useCallback(
    (signal: AbortSignal) =>
      client.permissions.watch({ workspace, ...(sessionId === undefined ? {} : { sessionId }) }, { signal }),
    [client, workspace, sessionId],
  );
  const { error } = useFollow({ open, onItem: setBook });
  return (
    <Place id="rules">
      <Failure error={error} />
      {book === undefined && error === undefined && <Busy text={t('permissions.rules_loading')} />}
      {book !== undefined && <RulesCard client={client} book={book} workspace={workspace} sessionId={sessionId} />}
    </Place>
  );
}
