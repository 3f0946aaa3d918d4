// Which models answer, and the connections through which they are reached.
import { useCallback, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { Connection, ModelsState, Vendor } from '#main/contract/models.ts';
import type { SecretsState } from '#main/contract/system.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { EmptyState } from '#renderer/ui/display/empty-state.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { ConfirmDialog } from '../confirm-dialog.tsx';
import { Failure } from '../failure.tsx';
import { OtherSettings } from '../fields/other-settings.tsx';
import { useFetched } from '../machine/use-fetched.ts';
import { ResetSection } from '../reset/reset-section.tsx';
import { Place } from '../search/place.tsx';
import { UnlockSecrets } from '../secrets/unlock-secrets.tsx';
import { SectionPage } from '../section-page.tsx';
import type { SettingsWriter } from '../settings-writer.ts';
import { ConnectionCard } from './connection-card.tsx';
import { ConnectionDialog, type ConnectionDialogProps } from './connection-dialog.tsx';
import { DefaultsCard } from './defaults-card.tsx';
import { connectionOf } from './model-picker.tsx';
import { useConnectionTests } from './use-connection-tests.ts';
import { VendorTiles } from './vendor-tiles.tsx';

export type ModelsSectionProps = {
  readonly client: LimpetClient;
  readonly writer: SettingsWriter;
  readonly models: ModelsState;
  readonly secrets: SecretsState;
};

export function ModelsSection({ client, writer, models, secrets }: ModelsSectionProps) {
  const { t } = useText();
  const list = useCallback(async () => (await client.models.vendors({})).vendors, [client]);
  const vendors = useFetched(list, true);
  const connections = models.connections.filter((connection) => connection.vendor !== 'offline');
  const [subject, setSubject] = useState<ConnectionDialogProps['subject']>();
  return (
    <SectionPage
      title={t('settings.section_models')}
      text={t('settings.models_text')}
      action={<ResetSection section="models" writer={writer} />}
    >
      {secrets.state === 'locked' && <UnlockSecrets client={client} />}
      <Place id="models">
        <DefaultsCard client={client} writer={writer} models={models} />
      </Place>
      <OtherSettings section="models" writer={writer} />
      <Place id="connections">
        <h3 className="pt-3 text-base font-semibold">{t('settings.connections')}</h3>
      </Place>
      {connections.length === 0 ? (
        <EmptyState title={t('settings.connections_none')} text={t('settings.connections_none_text')} />
      ) : (
        <Connections
          client={client}
          models={models}
          connections={connections}
          vendors={vendors.data ?? []}
          onChange={setSubject}
        />
      )}
      <Place id="connection-add">
        <h3 className="pt-3 text-base font-semibold">{t('settings.connection_add')}</h3>
      </Place>
      <Failure error={vendors.error} />
      {vendors.error !== undefined && (
        <div>
          <Button onClick={vendors.load}>{t('settings.retry')}</Button>
        </div>
      )}
      <VendorTiles
        vendors={connectable(vendors.data ?? [], connections)}
        onVendor={(vendor) => setSubject({ vendor })}
      />
      <ConnectionDialog
        client={client}
        secrets={secrets}
        subject={subject}
        taken={models.connections.map((connection) => connection.id)}
        onClose={() => setSubject(undefined)}
      />
    </SectionPage>
  );
}

/** A vendor is connected once; addresses of one's own as often as wanted. */
function connectable(vendors: readonly Vendor[], connections: readonly Connection[]): Vendor[] {
  const taken = new Set(connections.map((connection) => connection.id));
  return vendors.filter((vendor) => vendor.family !== 'offline' && !taken.has(vendor.id));
}

type ConnectionsProps = {
  readonly client: LimpetClient;
  readonly models: ModelsState;
  readonly connections: readonly Connection[];
  readonly vendors: readonly Vendor[];
  readonly onChange: (subject: ConnectionDialogProps['subject']) => void;
};

function Connections({ client, models, connections, vendors, onChange }: ConnectionsProps) {
  const { t } = useText();
  const tests = useConnectionTests(client);
  const [removing, setRemoving] = useState<Connection>();
  const enable = useAct((input: { connectionId: string; enabled: boolean }) => client.models.setEnabled(input));
  const remove = useAct((connectionId: string) => client.models.disconnect({ connectionId }));
  const change = (connection: Connection, what: 'key' | 'address') => {
    const vendor = vendors.find((one) => one.id === connection.vendor);
    if (vendor === undefined) return;
    tests.forget(connection.id);
    onChange({ vendor, existing: { connection, change: what } });
  };
  return (
    <>
      <ul className="flex flex-col gap-3">
        {connections.map((connection) => (
          <ConnectionCard
            key={connection.id}
            connection={connection}
            vendor={vendors.find((vendor) => vendor.id === connection.vendor)}
            models={models.models.filter((model) => connectionOf(model.ref) === connection.id)}
            test={tests.of(connection.id)}
            onTest={() => tests.start(connection.id)}
            onSetEnabled={(enabled) => void enable.run({ connectionId: connection.id, enabled })}
            onKey={() => change(connection, 'key')}
            onAddress={() => change(connection, 'address')}
            onRemove={() => setRemoving(connection)}
          />
        ))}
      </ul>
      <Failure error={enable.error ?? remove.error} />
      <ConfirmDialog
        open={removing !== undefined}
        onOpenChange={() => setRemoving(undefined)}
        title={t('settings.connection_remove_title', { vendor: removing?.label ?? '' })}
        text={t('settings.connection_remove_text')}
        action={t('settings.connection_remove')}
        onConfirm={() => {
          if (removing !== undefined) void remove.run(removing.id);
        }}
      />
    </>
  );
}
