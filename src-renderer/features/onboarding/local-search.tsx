// The look round this machine for model servers: it begins by itself, can be ended, and says what it tried.
import { Radar } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { Vendor } from '#main/contract/models.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { useStop } from '#renderer/api/use-stop.ts';
import { Button, Spinner } from '#renderer/ui/controls/button.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';

export type LocalSearchProps = {
  readonly client: LimpetClient;
  readonly vendors: readonly Vendor[];
  /** Programs of this machine that were found. */
  readonly found: number;
  /** The person allows looking at the usual doors. */
  readonly isAllowed: boolean;
};

export function LocalSearch({ client, vendors, found, isAllowed }: LocalSearchProps) {
  const { t } = useText();
  const stop = useStop();
  // What is found comes with the models that the whole window follows; here is only how the look goes.
  const look = useAct(() => client.models.look({}, { signal: stop.next() }));
  const { run } = look;
  const [isCutShort, setIsCutShort] = useState(false);
  const toggle = () => {
    setIsCutShort(look.isRunning);
    if (look.isRunning) stop.now();
    else void run(undefined);
  };
  useEffect(() => {
    if (isAllowed) void run(undefined);
  }, [run, isAllowed]);
  const names = vendors.filter((one) => one.isLookedFor === true).map(({ label }) => label);
  const words = () => {
    if (look.isRunning) return t('onboarding.look_running');
    if (look.error !== undefined) return t('onboarding.look_failed', { reason: describeError(look.error, t) });
    if (!isAllowed) return t('onboarding.look_off');
    if (found > 0) return t('onboarding.look_done', { count: found });
    if (isCutShort) return t('onboarding.look_ended');
    return t('onboarding.look_nothing', { names: names.join(', ') });
  };
  return (
    <div className="flex flex-wrap items-start gap-x-3 gap-y-1.5 text-sm text-ink-soft">
      <p role="status" className="flex min-w-0 flex-1 basis-60 items-start gap-2 text-pretty">
        <span className="mt-0.5 inline-flex">{look.isRunning ? <Spinner /> : <Radar aria-hidden="true" />}</span>
        <span className="min-w-0">{words()}</span>
      </p>
      {isAllowed && (
        // One button with two names, so that the focus stays where it is.
        <Button variant="plain" size="sm" onClick={toggle}>
          {t(look.isRunning ? 'onboarding.look_end' : 'onboarding.look_again')}
        </Button>
      )}
    </div>
  );
}
