// The two passphrase forms: choosing one for a new key file, and opening a locked one.
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Button } from '#renderer/ui/controls/button.tsx';
import { SecretField } from '#renderer/ui/controls/secret-field.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';

export const minPassphraseChars = 8;

export type PassphraseFormProps = {
  readonly busy: boolean;
  /** Why the last try failed, in words. */
  readonly error: string | undefined;
  readonly onSubmit: (passphrase: string) => void;
  readonly autoFocus?: boolean;
  /** Instead of what the form says by itself. */
  readonly submitLabel?: string;
};

export function CreatePassphraseForm(props: PassphraseFormProps) {
  const { busy, error, onSubmit, autoFocus = false, submitLabel } = props;
  const { t } = useText();
  const form = useFocusedForm(autoFocus);
  const [passphrase, setPassphrase] = useState('');
  const [repeated, setRepeated] = useState('');
  const [isTried, setIsTried] = useState(false);
  const isShort = [...passphrase].length < minPassphraseChars;
  const differs = passphrase !== repeated;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIsTried(true);
    if (!isShort && !differs) onSubmit(passphrase);
  };
  return (
    <form ref={form} className="flex flex-col gap-3" onSubmit={submit} noValidate>
      <SecretField
        label={t('settings.passphrase_new')}
        hint={t('settings.passphrase_hint')}
        autoComplete="new-password"
        value={passphrase}
        onChange={setPassphrase}
        error={isTried && isShort ? t('settings.passphrase_short') : error}
      />
      <SecretField
        label={t('settings.passphrase_repeat')}
        autoComplete="new-password"
        value={repeated}
        onChange={setRepeated}
        error={isTried && !isShort && differs ? t('settings.passphrase_differs') : undefined}
      />
      <div>
        <Button type="submit" variant="primary" busy={busy}>
          {submitLabel ?? t(busy ? 'settings.secrets_creating' : 'settings.secrets_create')}
        </Button>
      </div>
    </form>
  );
}

export function UnlockForm({ busy, error, onSubmit, autoFocus = false, submitLabel }: PassphraseFormProps) {
  const { t } = useText();
  const [passphrase, setPassphrase] = useState('');
  const [isEmpty, setIsEmpty] = useState(false);
  const form = useFocusedForm(autoFocus);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIsEmpty(passphrase === '');
    if (passphrase !== '') onSubmit(passphrase);
  };
  return (
    <form ref={form} className="flex flex-col gap-3" onSubmit={submit} noValidate>
      <SecretField
        label={t('settings.passphrase')}
        autoComplete="current-password"
        value={passphrase}
        onChange={(text) => {
          setPassphrase(text);
          setIsEmpty(false);
        }}
        error={isEmpty ? t('settings.passphrase_missing') : error}
      />
      <div>
        <Button type="submit" variant="primary" busy={busy}>
          {submitLabel ?? t(busy ? 'settings.secrets_unlocking' : 'settings.secrets_unlock')}
        </Button>
      </div>
    </form>
  );
}

/** Puts the focus into the first field of a form that has just come up in answer to a press. */
export function useFocusedForm(autoFocus: boolean) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (autoFocus) form.current?.querySelector('input')?.focus();
  }, [autoFocus]);
  return form;
}
