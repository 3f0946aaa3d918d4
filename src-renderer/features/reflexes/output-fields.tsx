// Which output is switched, and how far. Of a board with limits only what they allow is offered.
import type { Device } from '#main/contract/devices.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { Select } from '#renderer/ui/controls/select.tsx';
import { TextField } from '#renderer/ui/controls/text-field.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import type { ActionField } from './rule-form.ts';

type SetField = Extract<ActionField, { type: 'set' }>;
export type OutputFieldsProps = {
  readonly action: SetField;
  readonly devices: readonly Device[];
  readonly onChange: (action: SetField) => void;
};

/** What each calls itself, in every language. */
const protocolNames: Readonly<Record<string, string>> = {
  firmata: 'Firmata',
  micropython: 'MicroPython',
  mcp2221: 'MCP2221',
  linux: 'Linux',
};
const protocols = ['limpet', ...Object.keys(protocolNames)];

/** The first output that a board allows, by what it has proved to speak. */
export const placeOn = ({ key, speaks, limits }: Device): Pick<SetField, 'deviceKey' | 'via' | 'pin'> => ({
  ...{ deviceKey: key, via: speaks ?? 'limpet', pin: limits?.outputs[0]?.pin ?? '' },
});

export function OutputFields({ action, devices, onChange }: OutputFieldsProps) {
  const { t } = useText();
  const board = devices.find(({ key }) => key === action.deviceKey);
  const known = devices.map(({ key, name }) => ({ value: key, label: visibleLine(name) }));
  const outputs = board?.limits?.outputs ?? [];
  const isOffered = outputs.some(({ pin }) => pin === action.pin);
  return (
    <div className="grid gap-2 bar:grid-cols-2">
      <Select
        label={t('reflexes.board')}
        value={action.deviceKey}
        options={
          board === undefined ? [{ value: action.deviceKey, label: visibleLine(action.deviceKey) }, ...known] : known
        }
        onChange={(key) => {
          const chosen = devices.find((device) => device.key === key);
          if (chosen !== undefined) onChange({ ...action, ...placeOn(chosen) });
        }}
      />
      {board?.speaks === action.via ? null : (
        <Select
          label={t('reflexes.via')}
          value={action.via}
          options={protocols.map((via) => ({ value: via, label: protocolNames[via] ?? t('reflexes.via_limpet') }))}
          onChange={(via) => onChange({ ...action, via })}
        />
      )}
      {outputs.length > 0 && isOffered ? (
        <Select
          label={t('reflexes.pin')}
          value={action.pin}
          options={outputs.map(({ pin, name }) => ({
            value: pin,
            label: name === undefined ? pin : t('reflexes.pin_named', { name: visibleLine(name), pin }),
          }))}
          onChange={(pin) => onChange({ ...action, pin })}
        />
      ) : (
        <TextField
          label={t('reflexes.pin')}
          hint={t('reflexes.pin_hint')}
          value={action.pin}
          maxLength={20}
          onChange={(pin) => onChange({ ...action, pin })}
        />
      )}
      <TextField
        label={t('reflexes.level')}
        value={action.percent}
        inputMode="decimal"
        maxLength={6}
        onChange={(percent) => onChange({ ...action, percent })}
      />
    </div>
  );
}
