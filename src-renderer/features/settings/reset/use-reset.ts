// Settings back to their defaults, with a notice that takes it back.
import type { Setting, SettingValue } from '#main/contract/setting.ts';
import { useToast } from '#renderer/ui/overlays/toast.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { isChanged } from '../settings-patch.ts';
import type { SettingsWriter } from '../settings-writer.ts';

/** Those that differ from their default and may be changed here. */
export function resettable(settings: readonly Setting[], writer: SettingsWriter): Setting[] {
  return settings.filter(
    (one) => one.isShown && one.isEditable && writer.lockOf(one) === undefined && isChanged(one, writer.valueOf(one)),
  );
}

export function useReset(writer: SettingsWriter): (settings: readonly Setting[]) => Promise<void> {
  const { t } = useText();
  const showToast = useToast();
  return async (settings) => {
    const before = settings.flatMap((one): [string, SettingValue][] => {
      const value = writer.valueOf(one);
      return value === undefined ? [] : [[one.path, value]];
    });
    const isDone = await writer.reset(settings.map((one) => one.path));
    // A refusal stands at the field; a notice would only say it twice.
    if (!isDone) return;
    const [only] = settings;
    const text =
      settings.length === 1 && only !== undefined
        ? t('settings.reset_done_this', { name: t(only.labelKey) })
        : t('settings.reset_done', { count: settings.length });
    const undo = () => void writer.setAll(new Map(before));
    showToast({ text, action: { label: t('settings.undo'), run: undo } });
  };
}
