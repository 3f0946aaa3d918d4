// A prompt or a resource of a server: what it wants is filled in, its text is read, and then it goes with the message as a file.
import { type ReactNode, useCallback, useRef, useState } from 'react';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Dialog } from '#renderer/ui/overlays/dialog.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { ArgumentField, type Complete } from './argument-field.tsx';
import { ForeignText } from './foreign-text.tsx';

export type Wanted = { readonly name: string; readonly description?: string | undefined; readonly required: boolean };
export type Values = Readonly<Record<string, string>>;

export type MaterialDialogProps = {
  readonly title: string;
  readonly description: string | undefined;
  readonly server: string;
  readonly name: string;
  readonly wants: readonly Wanted[];
  /** Before there is something to read, for example a list to choose from. */
  readonly children?: ReactNode;
  /** Undefined: nothing is chosen yet. */
  readonly read: ((values: Values) => Promise<string>) | undefined;
  readonly complete: (
    argument: { name: string; value: string },
    others: Values,
    signal: AbortSignal,
  ) => Promise<readonly string[]>;
  readonly onAttach: (text: string) => Promise<void>;
  readonly onClose: () => void;
};

export function MaterialDialog(props: MaterialDialogProps) {
  const { title, description, server, name, wants, children, read, complete, onAttach, onClose } = props;
  const { t } = useText();
  const [values, setValues] = useState<Values>({});
  const [text, setText] = useState<string>();
  const ask = useAct(async () => setText(await read?.(values)));
  const attach = useAct(async (whole: string) => {
    await onAttach(whole);
    onClose();
  });
  const latest = useRef({ complete, values });
  latest.current = { complete, values };
  const completeOne = useCallback<Complete>((argument, signal) => {
    const { [argument.name]: _own, ...others } = latest.current.values;
    return latest.current.complete(argument, others, signal);
  }, []);
  const isMissing = wants.some((one) => one.required && (values[one.name] ?? '').trim() === '');
  const failed = ask.error ?? attach.error;
  return (
    <Dialog
      open
      size="lg"
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description={description}
      footer={
        text === undefined ? (
          <Button
            variant="primary"
            disabled={read === undefined || isMissing}
            busy={ask.isRunning}
            onClick={() => void ask.run(undefined)}
          >
            {t('mcp.read')}
          </Button>
        ) : (
          <>
            <Button onClick={() => setText(undefined)}>{t('mcp.back')}</Button>
            <Button variant="primary" busy={attach.isRunning} onClick={() => void attach.run(text)}>
              {t('mcp.attach_it')}
            </Button>
          </>
        )
      }
    >
      {text === undefined ? (
        <>
          {children}
          {wants.map((one) => (
            <ArgumentField
              key={one.name}
              name={one.name}
              label={one.required ? one.name : t('mcp.optional', { name: one.name })}
              hint={one.description}
              value={values[one.name] ?? ''}
              onChange={(value) => setValues({ ...values, [one.name]: value })}
              complete={completeOne}
            />
          ))}
        </>
      ) : (
        <ForeignText server={server} name={name} text={text} />
      )}
      {failed !== undefined && (
        <p role="alert" className="text-pretty wrap-anywhere text-stop-ink">
          {describeError(failed, t)}
        </p>
      )}
    </Dialog>
  );
}
