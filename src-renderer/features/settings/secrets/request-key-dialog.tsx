// A key for requests: its name, its value, and the hosts it may go to.
import { useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import { type RequestKey, RequestKeyName } from '#main/contract/request-keys.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { SecretField } from '#renderer/ui/controls/secret-field.tsx';
import { TextArea } from '#renderer/ui/controls/text-area.tsx';
import { TextField } from '#renderer/ui/controls/text-field.tsx';
import { Dialog } from '#renderer/ui/overlays/dialog.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { Failure } from '../failure.tsx';

export type RequestKeyDialogProps = {
  readonly client: Pick<LimpetClient, 'requestKeys'>;
  /** Undefined: a new one. */
  readonly edited: RequestKey | undefined;
  readonly onClose: () => void;
};

const linesOf = (text: string) => text.split(/[\s,]+/).filter((line) => line !== '');

export function RequestKeyDialog({ client, edited, onClose }: RequestKeyDialogProps) {
  const { t } = useText();
  const [name, setName] = useState(edited?.name ?? '');
  const [value, setValue] = useState('');
  const [hosts, setHosts] = useState(edited?.hosts.join('\n') ?? '');
  const save = useAct(async () => {
    const kept = value === '' ? {} : { value };
    await client.requestKeys.save({ name, hosts: linesOf(hosts), ...kept });
    onClose();
  });
  const isName = RequestKeyName.safeParse(name).success;
  const isReady = isName && linesOf(hosts).length > 0 && (value !== '' || edited?.stored === true);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t(edited === undefined ? 'secrets.request_key_add' : 'secrets.request_key_change')}
      description={t('secrets.request_key_text')}
      footer={
        <>
          <Button onClick={onClose}>{t('settings.cancel')}</Button>
          <Button variant="primary" disabled={!isReady} busy={save.isRunning} onClick={() => void save.run(undefined)}>
            {t('secrets.request_key_save')}
          </Button>
        </>
      }
    >
      <TextField
        mono
        label={t('secrets.request_key_name')}
        hint={t('secrets.request_key_name_hint')}
        value={name}
        readOnly={edited !== undefined}
        error={name === '' || isName ? undefined : t('secrets.request_key_name_hint')}
        spellCheck={false}
        autoCapitalize="off"
        onChange={setName}
      />
      <SecretField
        label={t('secrets.request_key_value')}
        hint={edited?.stored === true ? t('secrets.request_key_value_kept') : undefined}
        value={value}
        onChange={setValue}
      />
      <TextArea
        mono
        label={t('secrets.request_key_hosts')}
        hint={t('secrets.request_key_hosts_hint')}
        value={hosts}
        spellCheck={false}
        onChange={setHosts}
      />
      <Failure error={save.error} />
    </Dialog>
  );
}
