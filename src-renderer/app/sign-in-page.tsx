// Shown when the core refuses this window: how to get a new sign-in link, and a field to paste it into.
import { LogIn } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Button } from '#renderer/ui/controls/button.tsx';
import { TextField } from '#renderer/ui/controls/text-field.tsx';
import { Mark } from '#renderer/ui/mark.tsx';
import { type DescribableError, describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { readPastedCode } from './pasted-code.ts';

export type SignInPageProps = {
  /** Resolves with an error to show, or undefined when it worked. */
  readonly onSignIn: (code: string) => Promise<DescribableError | undefined>;
};

export function SignInPage({ onSignIn }: SignInPageProps) {
  const { t } = useText();
  const [pasted, setPasted] = useState('');
  const [problem, setProblem] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const code = readPastedCode(pasted);
    if (code === undefined) return setProblem(t('app.sign_in_not_a_link'));
    setIsBusy(true);
    onSignIn(code)
      .then((error) => setProblem(error === undefined ? '' : describeError(error, t)))
      .catch(() => setProblem(t('app.sign_in_unreachable')))
      .finally(() => setIsBusy(false));
  };
  return (
    <main className="flex h-full items-center justify-center overflow-y-auto p-6">
      <div className="flex w-full max-w-100 flex-col gap-4">
        <span className="text-tide-ink">
          <Mark size={40} />
        </span>
        <h1 className="text-xl font-semibold">{t('app.sign_in_title')}</h1>
        <p className="text-pretty text-ink-soft">{t('app.sign_in_text')}</p>
        <ol className="flex list-decimal flex-col gap-1 ps-5 text-ink-soft">
          <li>
            {t('app.sign_in_step_run')}{' '}
            <code className="rounded bg-quiet px-1 py-0.5 font-mono text-sm text-ink">npm start</code>{' '}
            {t('app.sign_in_or')}{' '}
            <code className="rounded bg-quiet px-1 py-0.5 font-mono text-sm text-ink">limpet gateway</code>
          </li>
          <li>{t('app.sign_in_step_open')}</li>
        </ol>
        <form onSubmit={submit} className="flex flex-col gap-3">
          <TextField
            label={t('app.sign_in_field')}
            value={pasted}
            onChange={(value) => {
              setPasted(value);
              setProblem('');
            }}
            error={problem}
            mono
            autoComplete="off"
            spellCheck={false}
          />
          <Button
            type="submit"
            variant="primary"
            busy={isBusy}
            disabled={pasted.trim() === ''}
            icon={<LogIn aria-hidden="true" />}
          >
            {t('app.sign_in')}
          </Button>
        </form>
      </div>
    </main>
  );
}
