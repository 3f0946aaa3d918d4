// Asks before keys move: where to, what that protects against, and the passphrase where a file is made or opened.
import type { LimpetClient } from '#main/contract/contract.ts';
import type { SecretsOverview, SecretsPlace } from '#main/contract/system.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Dialog } from '#renderer/ui/overlays/dialog.tsx';
import { useToast } from '#renderer/ui/overlays/toast.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { Failure } from '../failure.tsx';
import { GuardList } from './guard-list.tsx';
import { CreatePassphraseForm, UnlockForm } from './passphrase-form.tsx';
import { placeName } from './secrets-words.ts';
import { useSecretWords } from './use-secret-words.ts';

export type MoveDialogProps = {
  readonly client: LimpetClient;
  readonly overview: SecretsOverview;
  /** Undefined: closed. */
  readonly to: SecretsPlace | undefined;
  readonly onClose: () => void;
};

export function MoveDialog({ client, overview, to, onClose }: MoveDialogProps) {
  const { t } = useText();
  const words = useSecretWords();
  const showToast = useToast();
  const move = useAct(async ({ place, passphrase }: { place: SecretsPlace; passphrase: string | undefined }) => {
    await client.system.moveSecrets({ to: place, ...(passphrase === undefined ? {} : { passphrase }) });
    showToast({ text: t('secrets.moved', { place: t(placeName(place)) }) });
    onClose();
  });
  if (to === undefined) return null;
  const count = overview.keys.filter((key) => key.at !== 'environment' && key.at !== to).length;
  const file = overview.places.find(({ place }) => place === 'passphrase-file');
  const start = (passphrase?: string) => void move.run({ place: to, passphrase });
  const isFile = to === 'passphrase-file';
  const submitLabel = t(move.isRunning ? 'secrets.moving' : 'secrets.move');
  const form = { autoFocus: true, busy: move.isRunning, error: words(move.error), submitLabel, onSubmit: start };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('secrets.move_title', { place: t(placeName(to)) })}
      size="md"
      description={count === 0 ? t('secrets.move_text_none') : t('secrets.move_text', { count })}
      {...(isFile && file?.state !== 'ready'
        ? {}
        : {
            footer: (
              <>
                <Button variant="plain" onClick={onClose}>
                  {t('settings.cancel')}
                </Button>
                <Button variant="primary" busy={move.isRunning} onClick={() => start()}>
                  {submitLabel}
                </Button>
              </>
            ),
          })}
    >
      <GuardList place={to} />
      {isFile && file?.state === 'absent' && <CreatePassphraseForm {...form} />}
      {isFile && file?.state === 'locked' && <UnlockForm {...form} />}
      {!(isFile && file?.state !== 'ready') && <Failure error={move.error} />}
    </Dialog>
  );
}
