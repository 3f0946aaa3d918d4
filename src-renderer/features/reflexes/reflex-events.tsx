// What came of a reflex, the newest first.
import { useCallback, useEffect, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { Reflex, ReflexEvent } from '#main/contract/reflexes.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { MomentList } from './moment-list.tsx';

export type ReflexEventsProps = { readonly client: Pick<LimpetClient, 'reflexes'>; readonly reflex: Reflex };

export function ReflexEvents({ client, reflex }: ReflexEventsProps) {
  const { t } = useText();
  const { id, newest, rule } = reflex;
  const [found, setFound] = useState<{ events: readonly ReflexEvent[]; more: boolean }>();
  const [isFailed, setIsFailed] = useState(false);
  const load = useCallback(
    (before?: number) => client.reflexes.events({ id, ...(before === undefined ? {} : { before }) }),
    [client, id],
  );
  const newestKey = `${newest?.n} ${newest?.outcome}`;
  useEffect(() => {
    void newestKey; // with every new one the list begins anew
    let isHere = true;
    load().then(
      (page) => isHere && setFound(page),
      () => isHere && setIsFailed(true),
    );
    return () => {
      isHere = false;
    };
  }, [load, newestKey]);
  const more = useAct(async () => {
    const page = await load(found?.events.at(-1)?.n);
    setFound({ events: [...(found?.events ?? []), ...page.events], more: page.more });
  });
  const noteOf = ({ outcome, error }: ReflexEvent) => {
    if (error !== undefined) return describeError(error, t);
    return outcome === 'unknown' ? t('reflexes.outcome_unknown') : undefined;
  };
  if (isFailed) return <p role="alert">{t('reflexes.events_failed')}</p>;
  if (found === undefined) return null;
  if (found.events.length === 0) return <p className="text-ink-soft">{t('reflexes.events_none')}</p>;
  return (
    <>
      <MomentList
        label={t('reflexes.events')}
        unit={rule.sensor.unit}
        moments={found.events.map((event) => ({ ...event, key: String(event.n), note: noteOf(event) }))}
      />
      {found.more && (
        <div>
          <Button size="sm" busy={more.isRunning} onClick={() => void more.run(undefined)}>
            {t('reflexes.events_more')}
          </Button>
        </div>
      )}
    </>
  );
}
