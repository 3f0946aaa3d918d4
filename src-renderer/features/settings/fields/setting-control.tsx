// The control of a setting, chosen by what its schema says it may be.
import { readSettingText, type Setting, type SettingValue } from '#main/contract/setting.ts';
import { Select } from '#renderer/ui/controls/select.tsx';
import { Switch } from '#renderer/ui/controls/switch.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { Failure } from '../failure.tsx';
import type { ControlProps } from './control-props.ts';
import { NumberControl } from './number-control.tsx';
import { optionText } from './setting-words.ts';
import { TextControl } from './text-control.tsx';

export type SettingControlProps = ControlProps<SettingValue> & { readonly one: Setting };

export function SettingControl({ one, ...props }: SettingControlProps) {
  const text = useText();
  const { value, onChange, onClear, ...frame } = props;
  const { control } = one;
  switch (control.type) {
    case 'switch':
      return (
        <>
          <Switch {...frame} checked={value === true} onChange={onChange} />
          <Failure text={frame.error} />
        </>
      );
    case 'choice':
      return (
        <Select
          {...frame}
          value={typeof value === 'string' ? value : ''}
          options={control.options.map((option) => ({ value: option, label: optionText(one, option, text) }))}
          onChange={onChange}
        />
      );
    case 'number': {
      const scale = one.unit === 'percent' ? 100 : 1;
      const range = { min: control.min * scale, max: control.max * scale, whole: control.whole || scale === 100 };
      return (
        <NumberControl
          {...frame}
          unit={one.unit === undefined ? undefined : text.t(`settings.unit_${one.unit}`)}
          range={range}
          isGrouped={one.unit !== undefined}
          value={typeof value === 'number' ? Math.round(value * scale * 100) / 100 : undefined}
          onChange={(next) => onChange(next / scale)}
          onClear={onClear}
        />
      );
    }
    case 'text':
    case 'list':
      return (
        <TextControl
          {...frame}
          mono={control.type === 'list' || control.format !== 'plain'}
          value={typeof value === 'string' ? value : Array.isArray(value) ? value.join(', ') : undefined}
          check={(typed) => readSettingText(one, typed)}
          onChange={(typed) => {
            const read = readSettingText(one, typed);
            if (read.type === 'ok') onChange(read.value);
          }}
          onClear={onClear}
        />
      );
  }
}
