// What reflexes have to tell, until the person puts it away.
import { Zap } from 'lucide-react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { ReflexNews } from '#main/contract/reflexes.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Card } from '#renderer/ui/display/card.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { momentTime, momentWords } from './rule-words.ts';

export type ReflexNewsProps = { readonly client: Pick<LimpetClient, 'reflexes'>; readonly news: readonly ReflexNews[] };

export function AllReflexNews({ client, news }: ReflexNewsProps) {
  const { t, language } = useText();
  const dismiss = useAct((ns: number[]) => client.reflexes.dismiss({ ns }));
  return (
    <>
      {dismiss.error !== undefined && (
        <p role="alert" className="text-stop-ink">
          {describeError(dismiss.error, t)}
        </p>
      )}
      {news.map((one) => {
        const name = visibleLine(one.name);
        return (
          <Card
            key={one.n}
            title={name}
            detail={
              <time dateTime={new Date(one.at).toISOString()} className="tabular-nums">
                {momentTime(one.at, { language })}
              </time>
            }
            action={
              <Button size="sm" variant="plain" onClick={() => void dismiss.run([one.n])}>
                {t('reflexes.put_away')}
              </Button>
            }
          >
            <p className="flex items-start gap-2">
              <Zap className="mt-0.5 shrink-0 text-ink-soft" aria-hidden="true" />
              <span>{momentWords(one, one.unit, { t, language })}</span>
            </p>
            {one.texts.map((text) => (
              <p key={text} className="wrap-anywhere">
                {visibleLine(text)}
              </p>
            ))}
            {one.error !== undefined && <p className="text-stop-ink">{describeError(one.error, t)}</p>}
            {one.outcome === 'unknown' && <p className="text-stop-ink">{t('reflexes.outcome_unknown')}</p>}
          </Card>
        );
      })}
      {news.length > 1 && (
        <div>
          <Button busy={dismiss.isRunning} onClick={() => void dismiss.run(news.map(({ n }) => n))}>
            {t('reflexes.put_all_away')}
          </Button>
        </div>
      )}
    </>
  );
}
