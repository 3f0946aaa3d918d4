// Keys that requests of the model may name, each with the hosts it is for; the model and the page never get a value.
import { KeyRound, Plus } from 'lucide-react';
import { useCallback, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { RequestKey } from '#main/contract/request-keys.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { useFollow } from '#renderer/api/use-follow.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Badge } from '#renderer/ui/display/badge.tsx';
import { Card } from '#renderer/ui/display/card.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { ConfirmDialog } from '../confirm-dialog.tsx';
import { Failure } from '../failure.tsx';
import { RequestKeyDialog } from './request-key-dialog.tsx';

/** As the model writes it. */
const referenceTo = (name: string) => `{{secret:${name}}}`;

export type RequestKeysCardProps = { readonly client: Pick<LimpetClient, 'requestKeys'>; readonly disabled: boolean };

export function RequestKeysCard({ client, disabled }: RequestKeysCardProps) {
  const { t } = useText();
  const [keys, setKeys] = useState<readonly RequestKey[]>([]);
  const [editing, setEditing] = useState<RequestKey | 'new'>();
  const [removing, setRemoving] = useState<RequestKey>();
  const open = useCallback((signal: AbortSignal) => client.requestKeys.watch({}, { signal }), [client]);
  const { error } = useFollow({ open, onItem: (item) => setKeys(item.keys) });
  const remove = useAct((key: RequestKey) => client.requestKeys.remove({ name: key.name }));
  return (
    <Card
      title={t('secrets.request_keys')}
      detail={t('secrets.request_keys_text')}
      action={
        <Button icon={<Plus aria-hidden="true" />} disabled={disabled} onClick={() => setEditing('new')}>
          {t('secrets.request_key_add')}
        </Button>
      }
    >
      <Failure error={error ?? remove.error} />
      {keys.length > 0 && (
        <ul className="-mb-3 divide-y divide-edge">
          {keys.map((key) => (
            <li key={key.name} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-3">
              <KeyRound className="text-ink-soft" aria-hidden="true" />
              <div className="min-w-0 flex-1">
                <code className="font-mono wrap-anywhere">{referenceTo(key.name)}</code>
                <p className="text-sm text-ink-soft wrap-anywhere">
                  {t('secrets.request_key_for', { hosts: key.hosts.map(visibleLine).join(', ') })}
                </p>
              </div>
              {!key.stored && <Badge tone="ask">{t('secrets.request_key_gone')}</Badge>}
              <Button size="sm" disabled={disabled} onClick={() => setEditing(key)}>
                {t('secrets.request_key_change')}
              </Button>
              <Button size="sm" variant="plain" onClick={() => setRemoving(key)}>
                {t('secrets.request_key_remove')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {editing !== undefined && (
        <RequestKeyDialog
          client={client}
          edited={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
        />
      )}
      <ConfirmDialog
        open={removing !== undefined}
        onOpenChange={(isOpen) => !isOpen && setRemoving(undefined)}
        title={t('secrets.request_key_remove_title', { name: removing?.name ?? '' })}
        text={t('secrets.request_key_remove_text')}
        action={t('secrets.request_key_remove')}
        onConfirm={() => removing !== undefined && void remove.run(removing)}
      />
    </Card>
  );
}
