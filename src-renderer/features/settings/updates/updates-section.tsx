// Newer versions of the app, and copies that it made of its data, with the way back to each.
import type { LimpetClient } from '#main/contract/contract.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { OtherSettings } from '../fields/other-settings.tsx';
import { ResetSection } from '../reset/reset-section.tsx';
import { Place } from '../search/place.tsx';
import { SectionPage } from '../section-page.tsx';
import type { SettingsWriter } from '../settings-writer.ts';
import { TimelineCard } from './timeline-card.tsx';
import { UpdateCard } from './update-card.tsx';

export type UpdatesSectionProps = {
  readonly client: LimpetClient;
  readonly writer: SettingsWriter;
  readonly version: string;
};

export function UpdatesSection({ client, writer, version }: UpdatesSectionProps) {
  const { t } = useText();
  const { isOffline } = writer;
  return (
    <SectionPage
      title={t('settings.section_updates')}
      text={t('updates.text')}
      action={<ResetSection section="updates" writer={writer} />}
    >
      <Place id="update">
        <UpdateCard client={client} version={version} isOffline={isOffline} />
      </Place>
      <OtherSettings section="updates" writer={writer} />
      <Place id="timeline">
        <TimelineCard client={client} isOffline={isOffline} />
      </Place>
    </SectionPage>
  );
}
