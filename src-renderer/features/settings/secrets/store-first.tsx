// Before a key can be kept: chooses the encrypted file, or opens the one that is locked. The environment is the other way.
import type { LimpetClient } from '#main/contract/contract.ts';
import type { SecretsState } from '#main/contract/system.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { CreatePassphraseForm, UnlockForm } from './passphrase-form.tsx';
import { troubleText } from './secrets-words.ts';
import { useSecretWords } from './use-secret-words.ts';

export type StoreFirstProps = {
  readonly client: LimpetClient;
  readonly secrets: SecretsState;
  /** Variables that could hold the key instead. */
  readonly environment: readonly string[];
  readonly onReady: () => void;
  /** The key is to be held in memory alone. */
  readonly onHold: () => void;
  readonly onCancel: () => void;
};

export function StoreFirst({ client, secrets, environment, onReady, onHold, onCancel }: StoreFirstProps) {
  const { t } = useText();
  const words = useSecretWords();
  const open = async (act: Promise<SecretsState>) => {
    const state = await act;
    if (state.state === 'ready') onReady();
    return state;
  };
  const create = useAct((passphrase: string) => open(client.system.createSecretsFile({ passphrase })));
  const unlock = useAct((passphrase: string) => open(client.system.unlockSecrets({ passphrase })));
  const isLocked = secrets.state === 'locked';
  return (
    <div className="flex flex-col gap-3">
      <p className="font-medium">{t('settings.connection_store_first')}</p>
      {isLocked ? (
        <UnlockForm
          autoFocus
          busy={unlock.isRunning}
          error={words(unlock.error)}
          onSubmit={(passphrase) => void unlock.run(passphrase)}
        />
      ) : (
        <>
          <p className="text-pretty text-ink-soft">
            {secrets.state === 'unreachable'
              ? `${t(troubleText(secrets.trouble))} ${t('secrets.start_file_text')}`
              : environment.length === 0
                ? t('settings.secrets_unset_short')
                : t('settings.secrets_unset_environment', { names: environment.join(', ') })}
          </p>
          <CreatePassphraseForm
            autoFocus
            busy={create.isRunning}
            error={words(create.error)}
            onSubmit={(passphrase) => void create.run(passphrase)}
          />
        </>
      )}
      <div className="flex flex-col items-start gap-1 border-t border-edge pt-3">
        <Button onClick={onHold}>{t('settings.connection_hold')}</Button>
        <p className="text-sm text-pretty text-ink-soft">{t('settings.connection_hold_text')}</p>
      </div>
      <div>
        <Button variant="plain" size="sm" onClick={onCancel}>
          {t('settings.back')}
        </Button>
      </div>
    </div>
  );
}
