// When a part of the window breaks: a sentence and a way on, never a white page.
import { CircleAlert } from 'lucide-react';
import { Component, type ReactNode } from 'react';
import { Button } from '#renderer/ui/controls/button.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';

type Props = {
  readonly children: ReactNode;
  /** A change of it (another screen) tries again. */
  readonly resetKey: string;
};
type State = { readonly error: Error | undefined; readonly resetKey: string };

export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: undefined, resetKey: this.props.resetKey };

  static getDerivedStateFromError(error: Error): Partial<State> {
    return { error };
  }

  static getDerivedStateFromProps(props: Props, state: State): Partial<State> | null {
    return props.resetKey === state.resetKey ? null : { error: undefined, resetKey: props.resetKey };
  }

  override render(): ReactNode {
    return this.state.error === undefined ? this.props.children : <Broken error={this.state.error} />;
  }
}

function Broken({ error }: { readonly error: Error }) {
  const { t } = useText();
  return (
    <div role="alert" className="flex h-full min-w-0 flex-1 flex-col items-center justify-center gap-3 p-6 text-center">
      <CircleAlert className="size-6! text-stop-ink" aria-hidden="true" />
      <p className="font-medium">{t('app.broken_title')}</p>
      <p className="max-w-110 text-pretty text-ink-soft">{t('app.broken_text')}</p>
      <Button variant="primary" onClick={() => window.location.reload()}>
        {t('app.reload')}
      </Button>
      <details className="max-w-140 text-sm text-ink-soft">
        <summary>{t('app.details')}</summary>
        <p className="mt-2 max-h-40 overflow-y-auto font-mono text-start wrap-anywhere">{error.message}</p>
      </details>
    </div>
  );
}
