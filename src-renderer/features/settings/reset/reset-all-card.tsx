// Everything back to how it came, except what belongs to the chats.
import { settingList } from '#main/contract/settings.ts';
import { Card } from '#renderer/ui/display/card.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import type { SettingsWriter } from '../settings-writer.ts';
import { ResetButton } from './reset-button.tsx';

export function ResetAllCard({ writer }: { readonly writer: SettingsWriter }) {
  const { t } = useText();
  return (
    <Card title={t('settings.reset_all')} detail={t('settings.reset_all_text')}>
      <div>
        <ResetButton
          settings={settingList}
          writer={writer}
          label={t('settings.reset_all_button')}
          title={t('settings.reset_all_title')}
        />
      </div>
    </Card>
  );
}
