// Picks one model of all that are reachable: a button that opens a list to filter, each with what is known of it.
import { Command } from 'cmdk';
import { Check, ChevronsUpDown } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import type { Connection, ModelInfo } from '#main/contract/models.ts';
import { inputShape } from '#renderer/ui/controls/field.tsx';
import { ActiveDescendant } from '#renderer/ui/overlays/active-descendant.tsx';
import { Popover } from '#renderer/ui/overlays/popover.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { modelFacts } from './model-facts.ts';

export type ModelPickerProps = {
  readonly label: string;
  readonly hint: string;
  /** A ref of `models`, or one that is not listed now; undefined: `none`. */
  readonly value: string | undefined;
  readonly models: readonly ModelInfo[];
  readonly connections: readonly Connection[];
  /** Words for the choice of no model at all; absent: one must be chosen. */
  readonly none?: string | undefined;
  readonly error?: string | undefined;
  readonly disabled?: boolean;
  readonly onChange: (ref: string | null) => void;
};

/** The connection is what stands before the first slash of a model's ref. */
export function connectionOf(ref: string): string {
  return ref.slice(0, ref.indexOf('/'));
}

export function ModelPicker(props: ModelPickerProps) {
  const { label, hint, value, models, none, error, disabled = false, onChange } = props;
  const { t, language } = useText();
  const [isOpen, setIsOpen] = useState(false);
  const id = useId();
  const chosen = models.find((model) => model.ref === value);
  const choose = (ref: string | null) => {
    setIsOpen(false);
    onChange(ref);
  };
  const shown = value === undefined ? none : (chosen?.label ?? t('settings.models_unlisted', { model: value }));
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <span id={`${id}-label`} className="text-sm font-medium">
        {label}
      </span>
      <Popover
        label={label}
        open={isOpen}
        onOpenChange={setIsOpen}
        className="w-(--radix-popover-trigger-width) min-w-72"
        trigger={
          <button
            type="button"
            id={`${id}-button`}
            disabled={disabled}
            aria-labelledby={`${id}-label ${id}-button`}
            aria-describedby={`${id}-hint`}
            className={`${inputShape} flex min-h-8 items-center justify-between gap-2 py-1 text-start`}
          >
            <span className="min-w-0 truncate">{shown}</span>
            <ChevronsUpDown className="text-ink-faint" aria-hidden="true" />
          </button>
        }
      >
        <ModelChoices {...props} onChoose={choose} />
      </Popover>
      <div id={`${id}-hint`} className="text-sm text-pretty text-ink-soft tabular-nums">
        {chosen === undefined ? hint : [hint, modelFacts(chosen, t, language).join(' · ')].join(' ')}
      </div>
      {error !== undefined && (
        <p role="alert" className="text-sm text-stop-ink">
          {error}
        </p>
      )}
    </div>
  );
}

type ModelChoicesProps = ModelPickerProps & { readonly onChoose: (ref: string | null) => void };

function ModelChoices({ label, value, models, connections, none, onChoose }: ModelChoicesProps) {
  const { t, language } = useText();
  return (
    <Command label={label} className="flex min-h-0 flex-col" defaultValue={value ?? 'none'}>
      <Command.Input
        placeholder={t('settings.connection_filter')}
        className="h-9 shrink-0 border-b border-edge bg-transparent px-3 outline-none"
      />
      <Command.List className="max-h-80 min-h-0 overflow-y-auto p-1" label={label}>
        <Command.Empty className="px-3 py-4 text-ink-soft">{t('settings.connection_filter_none')}</Command.Empty>
        {none !== undefined && (
          <Choice value="none" isChosen={value === undefined} onSelect={() => onChoose(null)}>
            {none}
          </Choice>
        )}
        {connections.map((connection) => {
          const own = models.filter((model) => connectionOf(model.ref) === connection.id);
          if (own.length === 0) return null;
          return (
            <Command.Group
              key={connection.id}
              heading={connection.label}
              className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-ink-faint"
            >
              {own.map((model) => (
                <Choice
                  key={model.ref}
                  value={model.ref}
                  keywords={[model.label, connection.label]}
                  isChosen={model.ref === value}
                  detail={modelFacts(model, t, language).join(' · ') || undefined}
                  onSelect={() => onChoose(model.ref)}
                >
                  {model.label}
                </Choice>
              ))}
            </Command.Group>
          );
        })}
      </Command.List>
      <ActiveDescendant />
    </Command>
  );
}

type ChoiceProps = {
  readonly value: string;
  readonly keywords?: string[];
  readonly isChosen: boolean;
  readonly detail?: string | undefined;
  readonly onSelect: () => void;
  readonly children: ReactNode;
};

function Choice({ value, keywords, isChosen, detail, onSelect, children }: ChoiceProps) {
  return (
    <Command.Item
      value={value}
      {...(keywords === undefined ? {} : { keywords })}
      onSelect={onSelect}
      className="flex min-h-8 items-start gap-2 rounded-control px-2 py-1.5 select-none data-[selected=true]:bg-hover"
    >
      <span className="flex h-5 w-4 shrink-0 items-center text-tide-ink">
        {isChosen && <Check aria-hidden="true" />}
      </span>
      <span className="flex min-w-0 flex-col">
        <span className="wrap-anywhere">{children}</span>
        {detail !== undefined && <span className="text-xs text-ink-soft">{detail}</span>}
      </span>
    </Command.Item>
  );
}
