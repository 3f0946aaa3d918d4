// A move of keys that is under way, waits or has stopped: how far it is, and how it goes on.
import { ArrowRightLeft, Pause, TriangleAlert } from 'lucide-react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { SecretsMove, SecretsOverview, SecretsPlace } from '#main/contract/system.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button, Spinner } from '#renderer/ui/controls/button.tsx';
import { Card } from '#renderer/ui/display/card.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { Failure } from '../failure.tsx';
import { placeName } from './secrets-words.ts';

export type MoveProgressProps = {
  readonly client: LimpetClient;
  readonly move: SecretsMove;
  readonly places: SecretsOverview['places'];
};

const icons = {
  running: <Spinner />,
  waiting: <Pause aria-hidden="true" />,
  stopped: <TriangleAlert className="text-ask-ink" aria-hidden="true" />,
};

export function MoveProgress({ client, move, places }: MoveProgressProps) {
  const { t } = useText();
  const goOn = useAct((to: SecretsPlace) => client.system.moveSecrets({ to }));
  // Where the others still are: turning round is as safe as going on.
  const back = places.filter(({ place, state, keys }) => place !== move.to && state === 'ready' && keys > 0);
  const done = t('secrets.move_progress', { moved: move.moved, total: move.total });
  return (
    <Card>
      <div role="status" className="flex items-center gap-2 font-semibold">
        {icons[move.state]}
        <h3>{t(`secrets.move_${move.state}`, { place: t(placeName(move.to)) })}</h3>
      </div>
      <div
        role="progressbar"
        aria-label={done}
        aria-valuemin={0}
        aria-valuemax={move.total}
        aria-valuenow={move.moved}
        className="h-1.5 overflow-hidden rounded-full bg-quiet"
      >
        <div
          className="h-full bg-tide"
          style={{ width: `${move.total === 0 ? 0 : (100 * move.moved) / move.total}%` }}
        />
      </div>
      <p className="text-sm text-ink-soft tabular-nums">{done}</p>
      {move.state === 'waiting' && <p className="text-pretty">{t('secrets.move_waiting_text')}</p>}
      {move.state === 'stopped' && (
        <>
          {move.error !== undefined && !goOn.isRunning && goOn.error === undefined && (
            <Failure text={describeError(move.error, t)} />
          )}
          <p className="text-pretty text-ink-soft">{t('secrets.move_stopped_text')}</p>
          <div className="flex flex-wrap gap-2">
            <Button
              variant="primary"
              icon={<ArrowRightLeft aria-hidden="true" />}
              busy={goOn.isRunning}
              onClick={() => void goOn.run(move.to)}
            >
              {t('secrets.move_go_on')}
            </Button>
            {back.map(({ place }) => (
              <Button key={place} disabled={goOn.isRunning} onClick={() => void goOn.run(place)}>
                {t('secrets.move_back', { place: t(placeName(place)) })}
              </Button>
            ))}
          </div>
          <Failure error={goOn.error} />
        </>
      )}
    </Card>
  );
}
