// A value between two ends, by hand or by keys. What it stands at is in words beside it.
import { Field, type FieldFrame } from './field.tsx';

export type SliderProps = FieldFrame & {
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** Read aloud and shown, instead of the bare number. */
  readonly text: string;
  readonly onChange: (value: number) => void;
};

export function Slider({ value, min, max, step, text, onChange, ...frame }: SliderProps) {
  return (
    <Field {...frame}>
      {(ids) => (
        <div className="flex min-h-8 items-center gap-3">
          <input
            {...ids}
            {...{ min, max, step, value }}
            type="range"
            aria-valuetext={text}
            onChange={(event) => onChange(event.target.valueAsNumber)}
            className="h-6 min-w-0 flex-1 accent-tide"
          />
          <output className="min-w-20 shrink-0 text-end text-sm text-ink-soft tabular-nums">{text}</output>
        </div>
      )}
    </Field>
  );
}
