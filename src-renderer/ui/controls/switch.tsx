// On or off, at once. The label and its hint stand beside it.
import * as Radix from '@radix-ui/react-switch';
import { type ReactNode, useId } from 'react';

export type SwitchProps = {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean;
};

export function Switch({ label, hint, checked, onChange, disabled = false }: SwitchProps) {
  const id = useId();
  return (
    <div className="flex items-start justify-between gap-4">
      <div className="flex min-w-0 flex-col">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        {hint !== undefined && (
          <div id={`${id}-hint`} className="text-sm text-ink-soft">
            {hint}
          </div>
        )}
      </div>
      <Radix.Root
        id={id}
        checked={checked}
        onCheckedChange={onChange}
        disabled={disabled}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        className="relative h-6 w-10 shrink-0 rounded-full border border-edge-strong bg-quiet transition-colors duration-100 disabled:opacity-50 data-[state=checked]:border-tide data-[state=checked]:bg-tide"
      >
        <Radix.Thumb className="block size-4 translate-x-0.75 rtl:-translate-x-0.75 rounded-full border border-transparent bg-ink-soft transition-transform duration-100 data-[state=checked]:translate-x-4.75 rtl:data-[state=checked]:-translate-x-4.75 data-[state=checked]:bg-tide-on" />
      </Radix.Root>
    </div>
  );
}
