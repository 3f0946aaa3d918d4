// The fields that connect a vendor or an address, and the button that does it. The stored key is never shown.
import { ExternalLink } from 'lucide-react';
import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { Button } from '#renderer/ui/controls/button.tsx';
import { SecretField } from '#renderer/ui/controls/secret-field.tsx';
import { TextField } from '#renderer/ui/controls/text-field.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { Failure } from '../failure.tsx';
import { useFocusedForm } from '../secrets/passphrase-form.tsx';
import {
  type ConnectionDraft,
  type ConnectionErrors,
  type ConnectionField,
  type ConnectionPurpose,
  connectionErrors,
  emptyDraft,
  fieldsOf,
  isKeyNeeded,
} from './connection-form.ts';

export type ConnectionFieldsProps = {
  readonly purpose: ConnectionPurpose;
  /** Where the key will be kept. */
  readonly keyHint: string;
  /** Where a key, or the program itself, is got, and from whom. */
  readonly keySource?: KeySource | undefined;
  readonly address?: string;
  readonly busy: boolean;
  /** What the server refused, in words; shown at its field, or below when it is about none. */
  readonly failure: { readonly field: ConnectionField | undefined; readonly text: string } | undefined;
  readonly submitLabel: string;
  readonly onSubmit: (draft: ConnectionDraft) => void;
  readonly onCancel?: (() => void) | undefined;
  /** Between the fields and the buttons. */
  readonly children?: ReactNode;
};

export function ConnectionFields(props: ConnectionFieldsProps) {
  const { purpose, keyHint, keySource, busy, failure, submitLabel, onCancel, children } = props;
  const { t } = useText();
  const form = useConnectionForm(props);
  const fields = fieldsOf(purpose);
  return (
    <form ref={form.ref} className="flex flex-col gap-3" onSubmit={form.submit} noValidate>
      {keySource !== undefined && fields.includes('key') && <SourceLink {...keySource} />}
      {fields.includes('name') && (
        <TextField
          label={t('settings.connection_name')}
          hint={t('settings.connection_name_hint')}
          maxLength={80}
          autoComplete="off"
          {...form.field('name')}
        />
      )}
      {fields.includes('address') && (
        <TextField
          label={t('settings.connection_address')}
          hint={t('settings.connection_address_hint')}
          mono
          type="url"
          autoComplete="off"
          spellCheck={false}
          {...form.field('address')}
        />
      )}
      {fields.includes('key') && (
        <SecretField
          label={t(isKeyNeeded(purpose) ? 'settings.connection_key' : 'settings.connection_key_optional')}
          hint={keyHint}
          {...form.field('key')}
        />
      )}
      {children}
      {failure !== undefined && (failure.field === undefined || !fields.includes(failure.field)) && (
        <Failure text={failure.text} />
      )}
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" variant="primary" busy={busy}>
          {busy ? t('settings.connection_connecting') : submitLabel}
        </Button>
        {onCancel !== undefined && (
          <Button variant="plain" onClick={onCancel}>
            {t('settings.cancel')}
          </Button>
        )}
      </div>
    </form>
  );
}

function useConnectionForm({ purpose, address, failure, onSubmit }: ConnectionFieldsProps) {
  const { t } = useText();
  const [draft, setDraft] = useState<ConnectionDraft>({ ...emptyDraft, address: address ?? '' });
  const [errors, setErrors] = useState<ConnectionErrors>({});
  const ref = useFocusedForm(true);
  const refusal = failure?.text;
  useEffect(() => {
    // The button that was pressed could not keep the focus; it goes on where something is to be corrected.
    if (refusal !== undefined) ref.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [refusal, ref]);
  const errorOf = (field: ConnectionField) => {
    const key = errors[field];
    if (key !== undefined) return t(key);
    return failure?.field === field ? failure.text : undefined;
  };
  return {
    ref,
    field: (field: ConnectionField) => ({
      value: draft[field],
      error: errorOf(field),
      onChange: (text: string) => {
        setDraft({ ...draft, [field]: text });
        setErrors({ ...errors, [field]: undefined });
      },
    }),
    submit: (event: FormEvent) => {
      event.preventDefault();
      const found = connectionErrors(draft, purpose);
      setErrors(found);
      if (Object.keys(found).length > 0) return;
      onSubmit({ name: draft.name.trim(), address: draft.address.trim(), key: draft.key.trim() });
    },
  };
}

export type KeySource = { readonly url: string; readonly vendor: string; readonly what: 'key' | 'program' };

/** With the address in full: it can be read, copied, and opened on another device. */
function SourceLink({ url, vendor, what }: KeySource) {
  const { t } = useText();
  return (
    <p>
      <a
        href={url}
        target="_blank"
        rel="noreferrer noopener"
        className="inline-flex min-h-6 max-w-full items-center gap-1.5 text-tide-ink underline underline-offset-2"
      >
        <span className="min-w-0 wrap-anywhere">
          {t(what === 'key' ? 'settings.connection_get_key' : 'settings.connection_get_program', {
            vendor,
            address: url.replace(/^https:\/\//, ''),
          })}
        </span>
        <ExternalLink aria-hidden="true" />
        <span className="sr-only">({t('settings.opens_browser')})</span>
      </a>
    </p>
  );
}
