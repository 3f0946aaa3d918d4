// One value that a prompt or a template wants, with what its server offers for it while it is typed.
import { useEffect, useId, useState } from 'react';
import { TextField } from '#renderer/ui/controls/text-field.tsx';

export type Complete = (argument: { name: string; value: string }, signal: AbortSignal) => Promise<readonly string[]>;

export type ArgumentFieldProps = {
  readonly name: string;
  readonly label: string;
  readonly hint: string | undefined;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly complete: Complete;
};

const askAfterMs = 150;

export function ArgumentField({ name, label, hint, value, onChange, complete }: ArgumentFieldProps) {
  const listId = useId();
  const [offered, setOffered] = useState<readonly string[]>([]);
  useEffect(() => {
    const controller = new AbortController();
    const timer = setTimeout(() => {
      complete({ name, value }, controller.signal).then(
        (values) => !controller.signal.aborted && setOffered(values),
        () => undefined, // It can be typed by hand.
      );
    }, askAfterMs);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [name, value, complete]);
  return (
    <>
      <TextField label={label} hint={hint} value={value} onChange={onChange} list={listId} autoComplete="off" />
      <datalist id={listId}>
        {offered.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
    </>
  );
}
