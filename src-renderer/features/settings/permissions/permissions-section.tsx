// Who is asked and when, how commands run here, and how far one answer may go.
import type { LimpetClient } from '#main/contract/contract.ts';
import type { SandboxState } from '#main/contract/system.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { OtherSettings } from '../fields/other-settings.tsx';
import { ResetSection } from '../reset/reset-section.tsx';
import { Place } from '../search/place.tsx';
import { SectionPage } from '../section-page.tsx';
import type { SettingsWriter } from '../settings-writer.ts';
import { EffectsCard } from './effects-card.tsx';
import { ApprovalTimeoutCard, LimitsCard } from './limits-card.tsx';
import { SandboxCard } from './sandbox-card.tsx';

export type PermissionsSectionProps = {
  readonly client: LimpetClient;
  readonly writer: SettingsWriter;
  readonly sandbox: SandboxState;
};

export function PermissionsSection({ client, writer, sandbox }: PermissionsSectionProps) {
  const { t } = useText();
  const probe = useAct(() => client.system.probeSandbox({}));
  return (
    <SectionPage
      title={t('settings.section_permissions')}
      text={t('settings.permissions_text')}
      action={<ResetSection section="permissions" writer={writer} />}
    >
      <EffectsCard />
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
