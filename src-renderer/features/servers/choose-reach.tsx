// What a program may reach, and where each of its keys goes.
import type { McpProposal } from '#main/contract/mcp.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { Select } from '#renderer/ui/controls/select.tsx';
import { TextArea } from '#renderer/ui/controls/text-area.tsx';
import { TextField } from '#renderer/ui/controls/text-field.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { badHosts, type Choices, inArguments, isTyped, type KeyChoice, reaches, withKey } from './program-choices.ts';

export type ChooseReachProps = {
  readonly proposal: McpProposal;
  readonly isStored: (name: string) => boolean;
  readonly choices: Choices;
  readonly onChoices: (choices: Choices) => void;
};

export function ChooseReach({ proposal, isStored, choices, onChoices }: ChooseReachProps) {
  const { t } = useText();
  const { transport } = proposal;
  if (transport.type !== 'stdio') return null;
  const bad = badHosts(choices)[0];
  return (
    <>
      <Select
        label={t('mcp.reach')}
        hint={t(`mcp.reach_hint_${choices.reach}`)}
        value={choices.reach}
        options={reaches.map((reach) => ({ value: reach, label: t(`mcp.reach_${reach}`) }))}
        onChange={(value) => onChoices({ ...choices, reach: reaches.find((one) => one === value) ?? 'none' })}
      />
      {choices.reach === 'hosts' && (
        <TextArea
          label={t('mcp.hosts')}
          error={bad === undefined ? undefined : t('mcp.hosts_bad', { host: visibleLine(bad) })}
          value={choices.hosts}
          onChange={(hosts) => onChoices({ ...choices, hosts })}
          mono
        />
      )}
      {transport.env.map((one) => {
        const choice = choices.keys[one.name];
        return choice === undefined ? null : (
          <KeyFields
            key={one.name}
            name={visibleLine(one.name)}
            hasValue={!isTyped(one)}
            isStored={isStored(one.name)}
            choice={choice}
            onChoice={(change) => onChoices(withKey(choices, one.name, change))}
          />
        );
      })}
      {inArguments(proposal).map(({ id, label }) => (
        <p key={id} className="text-sm text-ask-ink">
          {t('mcp.key_in_args', { label })}
        </p>
      ))}
    </>
  );
}

type KeyFieldsProps = {
  readonly name: string;
  readonly hasValue: boolean;
  readonly isStored: boolean;
  readonly choice: KeyChoice;
  readonly onChoice: (change: Partial<KeyChoice>) => void;
};

const ways = ['proxy', 'self'] as const;

function KeyFields({ name, hasValue, isStored, choice, onChoice }: KeyFieldsProps) {
  const { t } = useText();
  const options = ways.map((way) => ({ value: way as string, label: t(`mcp.key_way_${way}`) }));
  return (
    <fieldset className="flex flex-col gap-3 rounded-card border border-edge p-3">
      <legend className="px-1 font-mono text-sm wrap-anywhere">{name}</legend>
      <Select
        label={t('mcp.key_way', { name })}
        hint={choice.way === '' ? undefined : t(`mcp.key_hint_${choice.way}`)}
        value={choice.way}
        options={choice.way === '' ? [{ value: '', label: t('mcp.key_way_choose') }, ...options] : options}
        onChange={(value) => onChoice({ way: ways.find((one) => one === value) ?? '' })}
      />
      {choice.way === 'proxy' && (
        <div className="grid gap-3 sm:grid-cols-2">
          <TextField
            label={t('mcp.key_host', { name })}
            value={choice.host}
            onChange={(host) => onChoice({ host })}
            mono
          />
          <TextField
            label={t('mcp.key_header', { name })}
            value={choice.header}
            onChange={(header) => onChoice({ header })}
            mono
          />
        </div>
      )}
      {!hasValue && (
        <TextField
          label={t('mcp.key_value', { name })}
          hint={isStored ? t('mcp.key_keep') : undefined}
          type="password"
          autoComplete="off"
          value={choice.value}
          onChange={(value) => onChoice({ value })}
        />
      )}
    </fieldset>
  );
}
