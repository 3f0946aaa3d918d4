// Where the data lies, how large it is, and how to use another folder.
import { FolderOpen } from 'lucide-react';
import { useCallback } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { Blobs } from '#renderer/api/blobs.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Busy } from '#renderer/ui/display/busy.tsx';
import { Card } from '#renderer/ui/display/card.tsx';
import { CopyButton } from '#renderer/ui/display/copy-button.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { BackupCard } from '../backup/backup-card.tsx';
import { Failure } from '../failure.tsx';
import { OtherSettings } from '../fields/other-settings.tsx';
import { SettingHint } from '../fields/setting-field.tsx';
import { knownSetting } from '../fields/setting-words.ts';
import { ResetAllCard } from '../reset/reset-all-card.tsx';
import { Place } from '../search/place.tsx';
import { SectionPage } from '../section-page.tsx';
import type { SettingsWriter } from '../settings-writer.ts';
import { ChatsCard } from '../transfer/chats-card.tsx';
import { TransferCard } from '../transfer/transfer-card.tsx';
import { FindingList } from './finding-list.tsx';
import { useFetched } from './use-fetched.ts';

export type DataSectionProps = {
  readonly client: LimpetClient;
  readonly blobs: Blobs;
  readonly dataFolder: string;
  readonly canReveal: boolean;
  readonly writer: SettingsWriter;
};

/** Findings of the doctor about the folder and what is in it. */
const aboutData = /^(data-folder|space|database|backup)/;

export function DataSection({ client, blobs, dataFolder, canReveal, writer }: DataSectionProps) {
  const { t } = useText();
  const examine = useCallback(async () => (await client.system.doctor({})).findings, [client]);
  const doctor = useFetched(examine, true);
  const reveal = useAct(() => client.desktop.reveal({ path: dataFolder }));
  const own = (doctor.data ?? []).filter((finding) => aboutData.test(finding.id));
  return (
    <SectionPage title={t('settings.section_data')} text={t('settings.data_text')}>
      <Place id="dataFolder">
        <Card title={t('settings.data_folder')}>
          <div className="flex items-center gap-1 rounded-control border border-edge bg-sunken ps-3 pe-1">
            <span className="min-w-0 flex-1 py-1.5 font-mono text-sm wrap-anywhere">{dataFolder}</span>
            <CopyButton label={t('settings.data_copy')} text={() => dataFolder} />
          </div>
          {canReveal && (
            <div>
              <Button
                icon={<FolderOpen aria-hidden="true" />}
                busy={reveal.isRunning}
                onClick={() => void reveal.run(undefined)}
              >
                {t('settings.data_reveal')}
              </Button>
            </div>
          )}
          <Failure error={reveal.error} />
          <div className="text-sm text-ink-soft">
            <SettingHint one={knownSetting('dataFolder')} writer={writer} />
          </div>
        </Card>
      </Place>
      <Place id="data-content">
        <Card title={t('settings.data_sizes')}>
          {doctor.data === undefined && doctor.isLoading && <Busy text={t('settings.doctor_running')} />}
          <Failure error={doctor.error} />
          {own.length > 0 && <FindingList findings={own} />}
        </Card>
      </Place>
      <Place id="backups">
        <BackupCard client={client} writer={writer} />
      </Place>
      <Place id="chats">
        <ChatsCard client={client} blobs={blobs} isOffline={writer.isOffline} />
      </Place>
      <Place id="transfer">
        <TransferCard writer={writer} />
      </Place>
      <OtherSettings section="data" writer={writer} />
      <Place id="reset">
        <ResetAllCard writer={writer} />
      </Place>
    </SectionPage>
  );
}
