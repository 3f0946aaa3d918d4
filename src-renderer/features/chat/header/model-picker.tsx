// Which model answers in this session: a button with its name that opens a list to type into.
import { Command } from 'cmdk';
import { Check, ChevronDown, Plug } from 'lucide-react';
import { useState } from 'react';
import type { ModelRef } from '#main/contract/messages.ts';
import type { ModelsState } from '#main/contract/models.ts';
import { Popover } from '#renderer/ui/overlays/popover.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { modelFacts, modelGroups, modelName } from './model-words.ts';

export type ModelPickerProps = {
  readonly state: ModelsState | undefined;
  /** The session's own choice; undefined: the default of the settings. */
  readonly chosen: ModelRef | undefined;
  readonly onChoose: (ref: ModelRef | null) => void;
  readonly onConnect: () => void;
  readonly side?: 'top' | 'bottom';
};

const itemShape = 'flex min-h-9 items-center gap-2 rounded-control px-2 py-1 select-none data-[selected=true]:bg-hover';

export function ModelPicker({ state, chosen, onChoose, onConnect, side = 'bottom' }: ModelPickerProps) {
  const { t } = useText();
  const [isOpen, setIsOpen] = useState(false);
  const current = chosen ?? state?.defaultModel;
  const name = current === undefined ? t('chat.model') : modelName(current, state, t);
  const choose = (ref: ModelRef | null) => {
    onChoose(ref);
    setIsOpen(false);
  };
  return (
    <Popover
      open={isOpen}
      onOpenChange={setIsOpen}
      side={side}
      label={t('chat.choose_model')}
      className="w-88"
      trigger={
        <button
          type="button"
          aria-label={t('chat.model_is', { name })}
          className="inline-flex h-8 min-w-0 items-center gap-1 rounded-control px-2 text-sm text-ink-soft hover:bg-hover hover:text-ink data-[state=open]:bg-hover"
        >
          <span className="truncate">{name}</span>
          <ChevronDown className="size-3.5! text-ink-faint" aria-hidden="true" />
        </button>
      }
    >
      <Command label={t('chat.choose_model')} className="flex min-h-0 flex-col" loop>
        <Command.Input
          placeholder={t('chat.find_model')}
          className="h-10 shrink-0 border-b border-edge bg-transparent px-3 outline-none"
        />
        <Command.List className="max-h-80 overflow-y-auto p-1">
          <Command.Empty className="px-2 py-3 text-ink-soft">{t('chat.no_such_model')}</Command.Empty>
          {chosen !== undefined && state !== undefined && (
            <Command.Item value="default" className={itemShape} onSelect={() => choose(null)}>
              <span className="w-4 shrink-0" />
              {t('chat.use_default_model', { name: modelName(state.defaultModel, state, t) })}
            </Command.Item>
          )}
          <ModelGroups state={state} current={current} onChoose={choose} />
          <Command.Item value="connect" forceMount className={itemShape} onSelect={onConnect}>
            <Plug className="text-ink-soft" aria-hidden="true" />
            {t('chat.connect_model')}
          </Command.Item>
        </Command.List>
      </Command>
    </Popover>
  );
}

type ModelGroupsProps = {
  readonly state: ModelsState | undefined;
  readonly current: ModelRef | undefined;
  readonly onChoose: (ref: ModelRef) => void;
};

function ModelGroups({ state, current, onChoose }: ModelGroupsProps) {
  const { t, language } = useText();
  if (state === undefined) return null;
  return modelGroups(state).map((group) => (
    <Command.Group
      key={group.id}
      heading={group.label}
      className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-ink-faint"
    >
      {group.models.map((model) => (
        <Command.Item
          key={model.ref}
          value={model.ref}
          keywords={[model.label, group.label]}
          className={itemShape}
          onSelect={() => onChoose(model.ref)}
        >
          <span className="flex w-4 shrink-0 text-tide-ink">
            {model.ref === current && <Check aria-label={t('chat.chosen')} />}
          </span>
          <span className="flex min-w-0 flex-col">
            <span className="truncate">{modelName(model.ref, state, t)}</span>
            <span className="truncate text-xs text-ink-soft tabular-nums">{modelFacts(model, t, language)}</span>
          </span>
        </Command.Item>
      ))}
    </Command.Group>
  ));
}
