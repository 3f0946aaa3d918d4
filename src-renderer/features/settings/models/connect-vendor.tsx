// Connects a vendor or an address from start to end: the form, the place for the key if there is none yet, the live test.
import { useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { Connection, ConnectionTest, Vendor } from '#main/contract/models.ts';
import type { SecretsState } from '#main/contract/system.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { useStop } from '#renderer/api/use-stop.ts';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { placeName } from '../secrets/secrets-words.ts';
import { StoreFirst } from '../secrets/store-first.tsx';
import { ConnectionFields, type KeySource } from './connection-fields.tsx';
import {
  type ConnectionDraft,
  type ConnectionPurpose,
  connectionIdFrom,
  fieldOfPath,
  fieldsOf,
} from './connection-form.ts';
import { TestResult } from './test-result.tsx';

export type ConnectVendorProps = {
  readonly client: LimpetClient;
  readonly secrets: SecretsState;
  readonly vendor: Vendor;
  /** The connection to change; absent: a new one. */
  readonly existing?: { readonly connection: Connection; readonly change: 'key' | 'address' };
  /** Ids that a new name may not take. */
  readonly taken: readonly string[];
  /** Connected, and its live test passed. */
  readonly onConnected: (connection: Connection, test: ConnectionTest) => void;
  readonly onCancel: () => void;
};

/** A vendor without an address of its own is any server of its kind: it is named and its address is asked for. */
export function isCustom(vendor: Vendor): boolean {
  return vendor.baseUrl === '';
}

function keySourceOf({ keyUrl, programUrl, label }: Vendor): KeySource | undefined {
  if (keyUrl !== undefined) return { url: keyUrl, vendor: label, what: 'key' };
  return programUrl === undefined ? undefined : { url: programUrl, vendor: label, what: 'program' };
}

function purposeOf({ vendor, existing, taken }: ConnectVendorProps): ConnectionPurpose {
  if (existing !== undefined) return { type: existing.change };
  return isCustom(vendor) ? { type: 'custom', taken } : { type: 'vendor', needsKey: vendor.needsKey };
}

/** Connects, then tests live; whoever leaves the form waits for no test, and is not called back by one. */
function useConnect(props: ConnectVendorProps) {
  const { client, vendor, existing, onConnected } = props;
  const [failedTest, setFailedTest] = useState<ConnectionTest>();
  // Made by this very form, whose test failed: trying again with its name is no clash.
  const [ownId, setOwnId] = useState<string>();
  const asksAddress = fieldsOf(purposeOf(props)).includes('address');
  const stop = useStop();
  const connect = useAct(async (draft: ConnectionDraft & { readonly untilRestart?: boolean }) => {
    setFailedTest(undefined);
    const signal = stop.next();
    const connection = await client.models.connect({
      connectionId: existing?.connection.id ?? connectionIdFrom(draft.name) ?? vendor.id,
      vendor: vendor.id,
      ...(draft.name === '' ? {} : { label: draft.name }),
      // One that is not asked for is the core's to know: a variable of the vendor may name another.
      ...(asksAddress ? { baseUrl: draft.address } : {}),
      ...(draft.key === '' ? {} : { apiKey: draft.key }),
      ...(draft.untilRestart === true ? { untilRestart: true } : {}),
    });
    setOwnId(connection.id);
    const test = await client.models.test({ connectionId: connection.id }, { signal });
    if (test.ok) onConnected(connection, test);
    else setFailedTest(test);
  });
  return { connect, failedTest, ownId };
}

export function ConnectVendor(props: ConnectVendorProps) {
  const { client, secrets, vendor, existing, onCancel } = props;
  const { t } = useText();
  // Typed and right, but the key has nowhere to go yet.
  const [held, setHeld] = useState<ConnectionDraft>();
  const { connect, failedTest, ownId } = useConnect(props);
  const submit = (draft: ConnectionDraft) => {
    if (draft.key !== '' && secrets.state !== 'ready') setHeld(draft);
    else void connect.run(draft);
  };

  const { error } = connect;
  // A key that the vendor refuses is corrected where it was typed.
  const wrongKey = failedTest?.error?.code === 'unauthenticated' ? failedTest.error : undefined;
  const failure = error
    ? { field: fieldOfPath(error.details?.path), text: describeError(error, t) }
    : wrongKey && { field: 'key' as const, text: describeError(wrongKey, t) };
  return (
    <>
      {held !== undefined && (
        <StoreFirst
          client={client}
          secrets={secrets}
          environment={vendor.environment}
          onReady={() => {
            setHeld(undefined);
            void connect.run(held);
          }}
          onHold={() => {
            setHeld(undefined);
            void connect.run({ ...held, untilRestart: true });
          }}
          onCancel={() => setHeld(undefined)}
        />
      )}
      {/* Kept while the store is chosen, so that nothing has to be typed twice. */}
      <div hidden={held !== undefined}>
        <ConnectionFields
          purpose={purposeOf({ ...props, taken: props.taken.filter((id) => id !== ownId) })}
          address={existing?.connection.baseUrl ?? vendor.baseUrl}
          keyHint={
            secrets.state === 'ready'
              ? t('settings.connection_key_goes', { place: t(placeName(secrets.protection)) })
              : t('settings.connection_key_hint')
          }
          keySource={keySourceOf(vendor)}
          busy={connect.isRunning}
          failure={failure}
          submitLabel={t(existing === undefined ? 'settings.connection_connect' : 'settings.save')}
          onSubmit={submit}
          onCancel={onCancel}
        >
          {failedTest !== undefined && wrongKey === undefined && (
            <TestResult state={{ type: 'done', test: failedTest }} />
          )}
        </ConnectionFields>
      </div>
    </>
  );
}
