// The way back for a whole section, at the end of its title; nothing while everything in it is as it came.
import { settingList } from '#main/contract/settings.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import type { SettingsSection } from '../sections.ts';
import type { SettingsWriter } from '../settings-writer.ts';
import { ResetButton } from './reset-button.tsx';
import { resettable } from './use-reset.ts';

export type ResetSectionProps = { readonly section: SettingsSection; readonly writer: SettingsWriter };

export function ResetSection({ section, writer }: ResetSectionProps) {
  const { t } = useText();
  const own = settingList.filter((one) => one.section === section);
  if (resettable(own, writer).length === 0) return null;
  return (
    <ResetButton
      size="sm"
      settings={own}
      writer={writer}
      label={t('settings.reset_section')}
      title={t('settings.reset_section_title', { section: t(`settings.section_${section}`) })}
    />
  );
}
