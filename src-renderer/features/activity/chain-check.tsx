// Looks whether the account is whole: every entry must follow from the one before.
import { ShieldCheck, ShieldX } from 'lucide-react';
import { useState } from 'react';
import type { ChainCheck as Result } from '#main/contract/activity.ts';
import type { LimpetClient } from '#main/contract/contract.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Banner } from '#renderer/ui/display/banner.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';

export function ChainCheck({ client, isOffline }: { readonly client: LimpetClient; readonly isOffline: boolean }) {
  const { t } = useText();
  const [result, setResult] = useState<Result>();
  const check = useAct(async () => setResult(await client.activity.verify({})));
  return (
    <div className="flex flex-col gap-3">
      <Button
        className="self-start"
        busy={check.isRunning}
        disabled={isOffline}
        onClick={() => void check.run(undefined)}
      >
        {t('activity.check')}
      </Button>
      {check.error !== undefined && <p role="alert">{describeError(check.error, t)}</p>}
      {result !== undefined && (
        <Banner
          shape="card"
          tone={result.whole ? 'done' : 'stop'}
          icon={result.whole ? <ShieldCheck aria-hidden="true" /> : <ShieldX aria-hidden="true" />}
        >
          <p>
            {result.whole
              ? t('activity.chain_whole', { count: result.checked })
              : t('activity.chain_broken', { number: String(result.brokenAt ?? 0), count: result.checked })}
          </p>
          {result.whole && result.head.n > 0 && (
            <p className="text-sm wrap-anywhere">
              {t('activity.chain_head', { number: String(result.head.n), hash: result.head.hash })}
            </p>
          )}
        </Banner>
      )}
    </div>
  );
}
