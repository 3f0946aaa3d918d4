// What a reflex does, as fields: telling the person, and switching outputs.
import { BellRing, Power, Trash2 } from 'lucide-react';
import { useId } from 'react';
import type { Device } from '#main/contract/devices.ts';
import { reflexLimits } from '#main/contract/reflexes.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { IconButton } from '#renderer/ui/controls/icon-button.tsx';
import { TextField } from '#renderer/ui/controls/text-field.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { OutputFields, placeOn } from './output-fields.tsx';
import type { ActionField } from './rule-form.ts';

export type ActionFieldsProps = {
  readonly title: string;
  readonly actions: readonly ActionField[];
  readonly devices: readonly Device[];
  /** Of a new output. */
  readonly percent: string;
  readonly onChange: (actions: readonly ActionField[]) => void;
};

export function ActionFields({ title, actions, devices, percent, onChange }: ActionFieldsProps) {
  const { t } = useText();
  const titleId = useId();
  const id = 1 + Math.max(-1, ...actions.map((action) => action.id));
  const isFull = actions.length >= reflexLimits.actions;
  const change = (changed: ActionField) =>
    onChange(actions.map((action) => (action.id === changed.id ? changed : action)));
  const [first] = devices;
  return (
    <section aria-labelledby={titleId} className="flex flex-col gap-3 rounded-card border border-edge p-3">
      <h3 id={titleId} className="font-semibold">
        {title}
      </h3>
      {actions.map((action) => (
        <div key={action.id} className="flex items-end gap-2">
          <div className="min-w-0 flex-1">
            {action.type === 'tell' ? (
              <TextField
                label={t('reflexes.tell_text')}
                value={action.text}
                maxLength={reflexLimits.textChars}
                onChange={(text) => change({ ...action, text })}
              />
            ) : (
              <OutputFields action={action} devices={devices} onChange={change} />
            )}
          </div>
          <IconButton
            label={t('reflexes.action_remove')}
            icon={<Trash2 aria-hidden="true" />}
            onClick={() => onChange(actions.filter((one) => one.id !== action.id))}
          />
        </div>
      ))}
      <div className="flex flex-wrap gap-2">
        <Button
          size="sm"
          icon={<BellRing aria-hidden="true" />}
          disabled={isFull}
          onClick={() => onChange([...actions, { id, type: 'tell', text: '' }])}
        >
          {t('reflexes.add_tell')}
        </Button>
        {first !== undefined && (
          <Button
            size="sm"
            icon={<Power aria-hidden="true" />}
            disabled={isFull}
            onClick={() => onChange([...actions, { id, type: 'set', ...placeOn(first), percent }])}
          >
            {t('reflexes.add_set')}
          </Button>
        )}
      </div>
    </section>
  );
}
