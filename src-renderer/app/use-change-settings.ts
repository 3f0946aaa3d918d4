// A change of the settings from outside their page, such as the palette: why it was refused is said in a notice.
import type { LimpetClient } from '#main/contract/contract.ts';
import { isCancelled, toErrorData } from '#main/contract/errors.ts';
import type { SettingsPatch } from '#main/contract/settings.ts';
import { useToast } from '#renderer/ui/overlays/toast.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';

export function useChangeSettings(client: LimpetClient): { readonly run: (patch: SettingsPatch) => Promise<void> } {
  const { t } = useText();
  const showToast = useToast();
  return {
    async run(patch) {
      try {
        await client.settings.set({ patch });
      } catch (error) {
        if (isCancelled(error)) return;
        showToast({ text: t('settings.not_saved', { reason: describeError(toErrorData(error), t) }), tone: 'stop' });
      }
    },
  };
}
