// The dialog around ConnectVendor, for a new connection and for a new key or address of an old one.
import type { LimpetClient } from '#main/contract/contract.ts';
import type { Connection, Vendor } from '#main/contract/models.ts';
import type { SecretsState } from '#main/contract/system.ts';
import { Dialog } from '#renderer/ui/overlays/dialog.tsx';
import { useToast } from '#renderer/ui/overlays/toast.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { ConnectVendor, type ConnectVendorProps, isCustom } from './connect-vendor.tsx';

export type ConnectionDialogProps = {
  readonly client: LimpetClient;
  readonly secrets: SecretsState;
  /** Undefined: closed. */
  readonly subject: { readonly vendor: Vendor; readonly existing?: ConnectVendorProps['existing'] } | undefined;
  readonly taken: readonly string[];
  readonly onClose: () => void;
};

export function ConnectionDialog({ client, secrets, subject, taken, onClose }: ConnectionDialogProps) {
  const { t } = useText();
  const showToast = useToast();
  if (subject === undefined) return null;
  const { vendor, existing } = subject;
  const done = (connection: Connection) => {
    showToast({ text: t('settings.connection_connected', { vendor: connection.label }) });
    onClose();
  };
  return (
    <Dialog open onOpenChange={onClose} title={titleOf(subject, t)} size="md">
      <ConnectVendor
        client={client}
        secrets={secrets}
        vendor={vendor}
        {...(existing === undefined ? {} : { existing })}
        taken={taken}
        onConnected={done}
        onCancel={onClose}
      />
    </Dialog>
  );
}

type Subject = NonNullable<ConnectionDialogProps['subject']>;

function titleOf({ vendor, existing }: Subject, t: (key: string, params?: Record<string, string>) => string): string {
  if (existing === undefined) {
    return isCustom(vendor) ? vendor.label : t('settings.connection_title', { vendor: vendor.label });
  }
  const { connection, change } = existing;
  if (change === 'address') return t('settings.connection_address_title', { vendor: connection.label });
  const key = connection.key === 'stored' ? 'settings.connection_replace_title' : 'settings.connection_key_title';
  return t(key, { vendor: connection.label });
}
