// The voltage on one analog input, by hand; until it is turned, the board's surroundings give it.
import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '#renderer/ui/controls/icon-button.tsx';
import { Slider } from '#renderer/ui/controls/slider.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';

export type InputKnobProps = {
  readonly channel: number;
  /** Undefined: nobody has turned it. */
  readonly volt: number | undefined;
  readonly onTurn: (volt: number | null) => void;
};

/** As a TMP36 says it: 500 mV at 0 °C, 10 mV for each degree more. */
const celsius = (volt: number) => (volt - 0.5) * 100;

const kinds = [
  { label: 'live.input_temperature', min: 0.4, max: 1.5, unit: 'celsius', valueOf: celsius, rest: 0.715 },
  { label: 'live.input_light', min: 0, max: 5, unit: 'percent', valueOf: (volt: number) => volt * 20, rest: 2.25 },
] as const;
const free = {
  label: 'live.input_free',
  min: 0,
  max: 5,
  unit: 'volt',
  valueOf: (volt: number) => volt,
  rest: 0,
} as const;

export function InputKnob({ channel, volt, onTurn }: InputKnobProps) {
  const { t, language } = useText();
  const kind = kinds[channel] ?? free;
  /** Where the hand is: what comes back from the board is a moment late. */
  const [held, setHeld] = useState<number>();
  const now = volt === undefined ? held : (held ?? volt);
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: kind.unit === 'volt' ? 2 : 1 });
  const inUnit = (value: number) => {
    const shown = number.format(kind.valueOf(value));
    if (kind.unit === 'volt') return `${shown} V`;
    return kind.unit === 'celsius' ? `${shown} °C` : `${shown} %`;
  };
  return (
    <div className="flex items-end gap-1">
      <div className="min-w-0 flex-1">
        <Slider
          label={t(kind.label, { channel: String(channel) })}
          {...{ min: kind.min, max: kind.max }}
          step={0.01}
          value={now ?? kind.rest}
          text={now === undefined && channel < kinds.length ? t('live.as_room') : inUnit(now ?? kind.rest)}
          onChange={(value) => {
            setHeld(value);
            onTurn(value);
          }}
        />
      </div>
      <IconButton
        label={t('live.let_go')}
        icon={<RotateCcw aria-hidden="true" />}
        disabled={now === undefined}
        onClick={() => {
          setHeld(undefined);
          onTurn(null);
        }}
      />
    </div>
  );
}
