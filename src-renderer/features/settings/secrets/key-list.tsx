// Every key without its value: where it is, since when, when it was last used; to be tested, replaced or removed.
import { Ellipsis, Gauge, KeyRound } from 'lucide-react';
import { useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { Connection, ModelsState, Vendor } from '#main/contract/models.ts';
import type { SecretsOverview } from '#main/contract/system.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { IconButton } from '#renderer/ui/controls/icon-button.tsx';
import { Badge } from '#renderer/ui/display/badge.tsx';
import { Card } from '#renderer/ui/display/card.tsx';
import { EmptyState } from '#renderer/ui/display/empty-state.tsx';
import type { Tone } from '#renderer/ui/display/tone.ts';
import { Menu, MenuItem, MenuSeparator } from '#renderer/ui/overlays/menu.tsx';
import { formatAgo } from '#renderer/ui/text/format.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { useNow } from '#renderer/ui/text/use-now.ts';
import { ConfirmDialog } from '../confirm-dialog.tsx';
import { Failure } from '../failure.tsx';
import { ConnectionDialog } from '../models/connection-dialog.tsx';
import { TestResult, type TestState } from '../models/test-result.tsx';
import { useConnectionTests } from '../models/use-connection-tests.ts';
import { type KeyRow, keyRows } from './key-rows.ts';
import { placeName } from './secrets-words.ts';

export type KeyListProps = {
  readonly client: LimpetClient;
  readonly overview: SecretsOverview;
  readonly models: ModelsState;
  readonly vendors: readonly Vendor[];
};

export function KeyList({ client, overview, models, vendors }: KeyListProps) {
  const { t } = useText();
  const tests = useConnectionTests(client);
  const [replacing, setReplacing] = useState<Connection>();
  const [removing, setRemoving] = useState<KeyRow>();
  const remove = useAct((row: KeyRow) =>
    row.connection === undefined
      ? client.system.removeSecret({ name: row.label })
      : client.models.disconnect({ connectionId: row.connection.id }),
  );
  const rows = keyRows({ keys: overview.keys, connections: models.connections, vendors });
  const vendorOf = (connection: Connection) => vendors.find(({ id }) => id === connection.vendor);
  const vendor = replacing && vendorOf(replacing);
  const isUsed = removing?.connection !== undefined;
  return (
    <Card title={t('secrets.keys')}>
      {rows.length === 0 ? (
        <EmptyState
          icon={<KeyRound aria-hidden="true" />}
          title={t('secrets.keys_none')}
          text={t('secrets.keys_none_text')}
        />
      ) : (
        <ul className="-mt-2 -mb-3 divide-y divide-edge">
          {rows.map((row) => (
            <Key
              key={row.id}
              row={row}
              test={row.connection && tests.of(row.connection.id)}
              onTest={() => row.connection && tests.start(row.connection.id)}
              onReplace={() => {
                if (row.connection === undefined) return;
                tests.forget(row.connection.id);
                setReplacing(row.connection);
              }}
              onRemove={() => setRemoving(row)}
            />
          ))}
        </ul>
      )}
      <Failure error={remove.error} />
      <ConnectionDialog
        client={client}
        secrets={overview.state}
        subject={
          replacing === undefined || vendor === undefined
            ? undefined
            : { vendor, existing: { connection: replacing, change: 'key' } }
        }
        taken={[]}
        onClose={() => setReplacing(undefined)}
      />
      <ConfirmDialog
        open={removing !== undefined}
        onOpenChange={() => setRemoving(undefined)}
        title={t(isUsed ? 'secrets.remove_title' : 'secrets.remove_unused_title', { name: removing?.label ?? '' })}
        text={t(removalText(removing), { name: removing?.label ?? '' })}
        action={t('secrets.key_remove')}
        onConfirm={() => {
          if (removing !== undefined) void remove.run(removing);
        }}
      />
    </Card>
  );
}

type KeyProps = {
  readonly row: KeyRow;
  readonly test: TestState | undefined;
  readonly onTest: () => void;
  readonly onReplace: () => void;
  readonly onRemove: () => void;
};

const states: Readonly<Partial<Record<KeyRow['state'], { readonly tone: Tone; readonly text: string }>>> = {
  locked: { tone: 'ask', text: 'secrets.key_locked' },
  unreachable: { tone: 'stop', text: 'secrets.key_unreachable' },
};

function removalText(row: KeyRow | undefined): string {
  if (row?.connection !== undefined) return 'secrets.remove_text';
  if (row?.owner === undefined) return 'secrets.remove_unused_text';
  return row.owner === 'undo' ? 'undo.key_remove' : 'secrets.remove_owned_text';
}

const whose = (owner: KeyRow['owner']): string =>
  owner === undefined ? 'secrets.key_unused' : owner === 'undo' ? 'undo.key_name' : `secrets.key_of_${owner}`;

function Key({ row, test, onTest, onReplace, onRemove }: KeyProps) {
  const { t } = useText();
  const { label, connection } = row;
  const canTest = connection?.enabled === true && row.state === 'ready';
  const state = states[row.state];
  return (
    <li className="flex flex-col gap-2 py-3">
      <div className="flex items-start gap-3">
        <div className="flex min-w-0 flex-1 flex-col gap-0.5">
          <div className="flex flex-wrap items-center gap-2">
            <h4 className={connection === undefined ? 'font-mono text-sm wrap-anywhere' : 'font-medium wrap-anywhere'}>
              {label}
            </h4>
            <Badge>{t(row.at === 'memory' ? 'secrets.place_memory' : placeName(row.at))}</Badge>
            {state !== undefined && <Badge tone={state.tone}>{t(state.text)}</Badge>}
          </div>
          <KeyFacts row={row} />
        </div>
        {canTest && (
          <Button
            size="sm"
            className="mt-0.5"
            icon={<Gauge aria-hidden="true" />}
            busy={test?.type === 'running'}
            onClick={onTest}
          >
            {t('secrets.key_test')}
            <span className="sr-only"> {label}</span>
          </Button>
        )}
        {row.at !== 'environment' && (
          <Menu
            trigger={
              <IconButton label={t('secrets.key_actions', { name: label })} icon={<Ellipsis aria-hidden="true" />} />
            }
          >
            {connection !== undefined && (
              <>
                <MenuItem onSelect={onReplace}>{t('secrets.key_replace')}</MenuItem>
                <MenuSeparator />
              </>
            )}
            <MenuItem danger onSelect={onRemove}>
              {t('secrets.key_remove')}
            </MenuItem>
          </Menu>
        )}
      </div>
      {test !== undefined && <TestResult state={test} />}
    </li>
  );
}

function KeyFacts({ row }: { readonly row: KeyRow }) {
  const { t, language } = useText();
  const now = useNow(60_000);
  if (row.state === 'missing') return <p className="text-sm text-stop-ink">{t('secrets.key_missing')}</p>;
  const ago = (at: number) => formatAgo(at, now, language);
  const facts = [
    row.at === 'environment' ? t('secrets.key_from', { names: row.variables.join(', ') }) : undefined,
    row.connection === undefined && row.at !== 'environment' ? t(whose(row.owner)) : undefined,
    row.setAt === undefined ? undefined : t('secrets.key_set', { when: ago(row.setAt) }),
    row.usedAt === undefined ? undefined : t('secrets.key_used', { when: ago(row.usedAt) }),
    row.usedAt === undefined && row.setAt !== undefined ? t('secrets.key_never_used') : undefined,
  ];
  return (
    <p className="text-sm text-pretty wrap-anywhere text-ink-soft">
      {facts.filter((fact) => fact !== undefined).join(' · ')}
    </p>
  );
}
