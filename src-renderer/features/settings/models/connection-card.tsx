// One connection: where its key comes from, whether it works, its models, and what can be done with it.
import { Cpu, Ellipsis, Gauge, KeyRound, Lock, type LucideIcon, Server } from 'lucide-react';
import type { Connection, ModelInfo, Vendor } from '#main/contract/models.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { IconButton } from '#renderer/ui/controls/icon-button.tsx';
import { Switch } from '#renderer/ui/controls/switch.tsx';
import { Badge } from '#renderer/ui/display/badge.tsx';
import type { Tone } from '#renderer/ui/display/tone.ts';
import { Menu, MenuItem, MenuSeparator } from '#renderer/ui/overlays/menu.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { Disclosure } from '../disclosure.tsx';
import { ModelTable } from './model-table.tsx';
import { TestResult, type TestState } from './test-result.tsx';

export type ConnectionCardProps = {
  readonly connection: Connection;
  readonly vendor: Vendor | undefined;
  readonly models: readonly ModelInfo[];
  readonly test: TestState | undefined;
  readonly onTest: () => void;
  readonly onSetEnabled: (enabled: boolean) => void;
  readonly onKey: () => void;
  readonly onAddress: () => void;
  readonly onRemove: () => void;
};

const keys: Readonly<Record<Connection['key'], { readonly tone: Tone; readonly icon: LucideIcon }>> = {
  stored: { tone: 'done', icon: KeyRound },
  environment: { tone: 'done', icon: KeyRound },
  none: { tone: 'plain', icon: Cpu },
  missing: { tone: 'ask', icon: KeyRound },
  locked: { tone: 'ask', icon: Lock },
};

export function ConnectionCard(props: ConnectionCardProps) {
  const { connection, vendor, models, test, onTest, onSetEnabled } = props;
  const { t } = useText();
  const { label } = connection;
  const KeyIcon = keys[connection.key].icon;
  const canTest = connection.enabled && connection.key !== 'missing' && connection.key !== 'locked';
  return (
    <li className="flex flex-col gap-3 rounded-card border border-edge bg-raised p-4">
      <div className="flex items-start gap-3">
        <div className="flex min-w-0 flex-1 flex-col gap-1">
          <div className="flex flex-wrap items-center gap-2">
            <h4 className="font-semibold wrap-anywhere">{label}</h4>
            <Badge tone={keys[connection.key].tone} icon={<KeyIcon aria-hidden="true" />}>
              {t(connection.untilRestart === true ? 'settings.key_held' : `settings.key_${connection.key}`)}
            </Badge>
            {connection.found && <Badge icon={<Server aria-hidden="true" />}>{t('settings.found')}</Badge>}
          </div>
          <p className="font-mono text-xs wrap-anywhere text-ink-soft">{connection.baseUrl}</p>
          {connection.key === 'environment' && vendor !== undefined && (
            <p className="text-sm text-ink-soft">
              {t('settings.key_environment_names', { names: connection.variable ?? vendor.environment.join(', ') })}
            </p>
          )}
        </div>
        {canTest && (
          <Button
            size="sm"
            className="mt-0.5"
            icon={<Gauge aria-hidden="true" />}
            busy={test?.type === 'running'}
            onClick={onTest}
          >
            {t('settings.connection_test')}
            <span className="sr-only"> {label}</span>
          </Button>
        )}
        <EnabledSwitch label={label} enabled={connection.enabled} onChange={onSetEnabled} />
        <ConnectionMenu {...props} />
      </div>
      {connection.lastError !== undefined && test === undefined && connection.enabled && (
        <p className="text-pretty text-stop-ink">{describeError(connection.lastError, t)}</p>
      )}
      {test !== undefined && <TestResult state={test} />}
      {connection.key === 'missing' && (
        <div>
          <Button size="sm" variant="primary" icon={<KeyRound aria-hidden="true" />} onClick={props.onKey}>
            {t('settings.connection_add_key')}
          </Button>
        </div>
      )}
      {models.length > 0 && connection.enabled && (
        <Disclosure summary={t('settings.connection_models', { count: models.length })}>
          <ModelTable models={models} vendor={label} />
        </Disclosure>
      )}
    </li>
  );
}

type EnabledSwitchProps = {
  readonly label: string;
  readonly enabled: boolean;
  readonly onChange: (enabled: boolean) => void;
};

function EnabledSwitch({ label, enabled, onChange }: EnabledSwitchProps) {
  const { t } = useText();
  return (
    <div className="flex h-8 items-center [&_label]:sr-only">
      <Switch label={t('settings.connection_enabled', { vendor: label })} checked={enabled} onChange={onChange} />
    </div>
  );
}

/** What came from the environment or was found cannot be removed here, only switched off. */
function ConnectionMenu({ connection, vendor, onKey, onAddress, onRemove }: ConnectionCardProps) {
  const { t } = useText();
  const takesKey = connection.key !== 'environment' && (connection.key !== 'none' || vendor?.needsKey !== false);
  if (connection.found && !takesKey) return null;
  return (
    <Menu
      trigger={
        <IconButton
          label={t('settings.connection_menu', { vendor: connection.label })}
          icon={<Ellipsis aria-hidden="true" />}
        />
      }
    >
      {takesKey && (
        <MenuItem onSelect={onKey}>
          {t(connection.key === 'stored' ? 'settings.connection_replace_key' : 'settings.connection_add_key')}
        </MenuItem>
      )}
      {!connection.found && <MenuItem onSelect={onAddress}>{t('settings.connection_change_address')}</MenuItem>}
      {!connection.found && (
        <>
          <MenuSeparator />
          <MenuItem danger onSelect={onRemove}>
            {t('settings.connection_remove')}
          </MenuItem>
        </>
      )}
    </Menu>
  );
}
