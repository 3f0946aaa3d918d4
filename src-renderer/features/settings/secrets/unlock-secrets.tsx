// The card that asks for the passphrase after a restart, wherever it is shown. Nothing waits for it: offline works.
import { KeyRound } from 'lucide-react';
import type { LimpetClient } from '#main/contract/contract.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { UnlockForm } from './passphrase-form.tsx';
import { useSecretWords } from './use-secret-words.ts';

export type UnlockSecretsProps = {
  readonly client: LimpetClient;
  readonly autoFocus?: boolean;
  /** Present: the card can be put away until later. */
  readonly onLater?: (() => void) | undefined;
  /** The state on the wire changes too; this is for whoever waits right here. */
  readonly onUnlocked?: () => void;
};

export function UnlockSecrets({ client, autoFocus = false, onLater, onUnlocked }: UnlockSecretsProps) {
  const { t } = useText();
  const words = useSecretWords();
  const unlock = useAct(async (passphrase: string) => {
    const state = await client.system.unlockSecrets({ passphrase });
    if (state.state === 'ready') onUnlocked?.();
    return state;
  });
  return (
    <section
      aria-label={t('settings.unlock_title')}
      className="flex flex-col gap-3 rounded-card border border-ask-edge bg-raised p-4"
    >
      <div className="flex items-start gap-3">
        <KeyRound className="mt-0.5 text-ask-ink" aria-hidden="true" />
        <div className="flex min-w-0 flex-1 flex-col gap-0.5">
          <h2 className="font-semibold">{t('settings.unlock_title')}</h2>
          <p className="text-sm text-pretty text-ink-soft">{t('settings.unlock_text')}</p>
        </div>
        {onLater !== undefined && (
          <Button variant="plain" size="sm" onClick={onLater}>
            {t('settings.unlock_later')}
          </Button>
        )}
      </div>
      <div className="max-w-100">
        <UnlockForm
          autoFocus={autoFocus}
          busy={unlock.isRunning}
          error={words(unlock.error)}
          onSubmit={(passphrase) => void unlock.run(passphrase)}
        />
      </div>
    </section>
  );
}
