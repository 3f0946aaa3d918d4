// What Limpet found out about itself, its log, and a report to hand to whoever helps.
import type { LimpetClient } from '#main/contract/contract.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { OtherSettings } from '../fields/other-settings.tsx';
import { ResetSection } from '../reset/reset-section.tsx';
import { Place } from '../search/place.tsx';
import { SectionPage } from '../section-page.tsx';
import type { SettingsSection } from '../sections.ts';
import type { SettingsWriter } from '../settings-writer.ts';
import { DoctorCard } from './doctor-card.tsx';
import { LogCard } from './log-card.tsx';
import { ReportCard } from './report-card.tsx';

export type DiagnosticsSectionProps = {
  readonly client: LimpetClient;
  readonly writer: SettingsWriter;
  readonly onSection: (section: SettingsSection) => void;
};

export function DiagnosticsSection({ client, writer, onSection }: DiagnosticsSectionProps) {
  const { t } = useText();
  return (
    <SectionPage
      title={t('settings.section_diagnostics')}
      text={t('settings.diagnostics_text')}
      action={<ResetSection section="diagnostics" writer={writer} />}
    >
      <Place id="doctor">
        <DoctorCard client={client} isOffline={writer.isOffline} onSection={onSection} />
      </Place>
      <Place id="log">
        <LogCard client={client} writer={writer} />
      </Place>
      <Place id="report">
        <ReportCard client={client} />
      </Place>
      <OtherSettings section="diagnostics" writer={writer} />
    </SectionPage>
  );
}
