// The folder that new chats work in.
import { Folder } from 'lucide-react';
import { useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Card } from '#renderer/ui/display/card.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { Failure } from '../failure.tsx';
import { OtherSettings } from '../fields/other-settings.tsx';
import { isReadOnly, SettingHint } from '../fields/setting-field.tsx';
import { knownSetting } from '../fields/setting-words.ts';
import { useReset } from '../reset/use-reset.ts';
import { Place } from '../search/place.tsx';
import { SectionPage } from '../section-page.tsx';
import type { SettingsWriter } from '../settings-writer.ts';
import { FolderDialog } from './folder-dialog.tsx';

export type WorkspaceSectionProps = {
  readonly client: LimpetClient;
  readonly writer: SettingsWriter;
  readonly suggested: string;
  /** The desktop has a folder dialog of its own. */
  readonly canPickFolder: boolean;
};

export function WorkspaceSection({ client, writer, suggested, canPickFolder }: WorkspaceSectionProps) {
  const { t } = useText();
  const { settings, set, errorOf } = writer;
  const one = knownSetting('workspace');
  const reset = useReset(writer);
  const isFixed = isReadOnly(one, writer);
  const [isBrowsing, setIsBrowsing] = useState(false);
  const isOwn = settings.workspace !== '';
  const folder = isOwn ? settings.workspace : suggested;
  const pick = useAct(async () => {
    const { path } = await client.desktop.pickFolder({ startIn: folder });
    if (path !== null) set({ workspace: path });
  });
  const choose = () => {
    if (canPickFolder) void pick.run(undefined);
    else setIsBrowsing(true);
  };
  return (
    <SectionPage title={t('settings.section_workspace')} text={t('settings.workspace_text')}>
      <Place id="workspace">
        <Card title={t(one.labelKey)}>
          <div className="flex items-center gap-3 rounded-control border border-edge bg-sunken px-3 py-2">
            <Folder className="text-ink-faint" aria-hidden="true" />
            <span className="min-w-0 flex-1 font-mono text-sm wrap-anywhere">{folder}</span>
            {!isOwn && <span className="text-xs text-ink-soft">{t('settings.workspace_default')}</span>}
          </div>
          <Failure text={errorOf('workspace')} />
          <Failure error={pick.error} />
          <div className="flex flex-wrap gap-2">
            <Button disabled={isFixed} onClick={choose}>
              {t('settings.workspace_change')}
            </Button>
            {isOwn && !isFixed && (
              <Button variant="plain" onClick={() => void reset([one])}>
                {t('settings.workspace_reset')}
              </Button>
            )}
          </div>
          <div className="text-sm text-ink-soft">
            <SettingHint one={one} writer={writer} />
          </div>
        </Card>
      </Place>
      <OtherSettings section="workspace" writer={writer} />
      <FolderDialog
        client={client}
        open={isBrowsing}
        onOpenChange={setIsBrowsing}
        startIn={folder}
        onChoose={(workspace) => set({ workspace })}
      />
    </SectionPage>
  );
}
