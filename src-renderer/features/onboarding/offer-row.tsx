// A connection that is there already: what is known of it, the live try, and what to do when it fails.
import { CircleAlert } from 'lucide-react';
import { useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { ErrorData } from '#main/contract/errors.ts';
import type { ConnectionTest, Vendor } from '#main/contract/models.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { useStop } from '#renderer/api/use-stop.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import type { Offer } from './offers.ts';

export type OfferRowProps = {
  readonly client: LimpetClient;
  readonly offer: Offer;
  /** Its vendor, once the list is there. */
  readonly vendor: Vendor | undefined;
  readonly onPick: (connectionId: string, test: ConnectionTest) => void;
  readonly onConnect: (vendor: Vendor) => void;
};

function useDetail({ offer, vendor }: Pick<OfferRowProps, 'offer' | 'vendor'>): string {
  const { t } = useText();
  const { connection, models, origin } = offer;
  const from = () => {
    if (origin === 'stored' || !connection.found)
      return t(connection.untilRestart === true ? 'onboarding.found_held' : 'onboarding.found_stored');
    if (origin === 'environment')
      return connection.variable === undefined
        ? t('onboarding.found_environment')
        : t('onboarding.found_variable', { variable: connection.variable });
    // A router on this machine passes on to vendors that are paid.
    return t(vendor?.local === false ? 'onboarding.found_here' : 'onboarding.found_local');
  };
  const count =
    models.length > 0 && origin !== 'environment' ? [t('onboarding.found_models', { count: models.length })] : [];
  return [from(), ...count].join(' · ');
}

export function OfferRow(props: OfferRowProps) {
  const { client, offer, vendor, onPick, onConnect } = props;
  const { t } = useText();
  const { id, label } = offer.connection;
  const detail = useDetail(props);
  const [refusal, setRefusal] = useState<ErrorData>();
  const stop = useStop();
  const attempt = useAct(async () => {
    setRefusal(undefined);
    const test = await client.models.test({ connectionId: id }, { signal: stop.next() });
    if (test.ok) onPick(id, test);
    else setRefusal(test.error);
  });
  // What failed before the page was opened counts until it is tried anew.
  const error = attempt.error ?? refusal ?? (attempt.isRunning ? undefined : offer.connection.lastError);
  const canTakeKey = vendor !== undefined && vendor.id === id && (vendor.needsKey || offer.origin !== 'local');
  return (
    <div className="flex flex-col gap-2 rounded-control border border-edge px-3 py-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="flex min-w-0 flex-1 basis-40 flex-col">
          <span className="font-medium wrap-anywhere">{label}</span>
          <span className="text-sm wrap-anywhere text-ink-soft">{detail}</span>
        </div>
        <Button variant="primary" busy={attempt.isRunning} onClick={() => void attempt.run(undefined)}>
          {t(attempt.isRunning ? 'onboarding.found_checking' : 'onboarding.found_use', { name: label })}
        </Button>
        {attempt.isRunning && (
          <Button variant="plain" onClick={stop.now}>
            {t('onboarding.found_cancel')}
            <span className="sr-only"> {label}</span>
          </Button>
        )}
      </div>
      {error !== undefined && (
        <>
          <p role="alert" className="flex items-start gap-2 text-pretty text-stop-ink">
            <CircleAlert className="mt-0.5" aria-hidden="true" />
            {t('onboarding.found_failed', { name: label, reason: describeError(error, t) })}
          </p>
          {canTakeKey && (
            <div>
              <Button size="sm" onClick={() => onConnect(vendor)}>
                {t('onboarding.found_other_key', { name: label })}
              </Button>
            </div>
          )}
        </>
      )}
    </div>
  );
}
