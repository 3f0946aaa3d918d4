// What is on at the boards, with the way to stop it; after a stop, what was not made safe, with the way on.
import { OctagonX, Zap } from 'lucide-react';
import type { BenchState, OutputOn } from '#main/contract/bench.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Banner } from '#renderer/ui/display/banner.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import type { BenchOutputs } from './use-bench.ts';

const most = 4;

export function BenchBanner({ state, stop, release }: BenchOutputs) {
  const { t } = useText();
  if (state.isStopped) return <Stopped state={state} onRelease={release} />;
  if (state.outputs.length === 0) return null;
  const words = state.outputs.slice(0, most).map((one) => inWords(one, t));
  const more = state.outputs.length > most ? ' …' : '';
  return (
    <Banner
      tone="live"
      icon={<Zap aria-hidden="true" />}
      action={
        <Button size="sm" variant="danger" icon={<OctagonX aria-hidden="true" />} onClick={stop}>
          {t('bench.stop')}
        </Button>
      }
    >
      {t('bench.on_now', { list: words.join(', ') + more })}
    </Banner>
  );
}

type Translate = ReturnType<typeof useText>['t'];

function inWords({ name, pin, deviceName, value }: OutputOn, t: Translate): string {
  const share = value === 1 ? '' : `${Math.round(value * 100)} %`;
  return t('bench.on_item', { output: visibleLine(name ?? pin), device: visibleLine(deviceName), value: share }).trim();
}

function Stopped({ state, onRelease }: { readonly state: BenchState; readonly onRelease: () => void }) {
  const { t } = useText();
  return (
    <Banner
      tone="stop"
      icon={<OctagonX aria-hidden="true" />}
      action={
        <Button size="sm" onClick={onRelease}>
          {t('bench.release')}
        </Button>
      }
    >
      <span className="font-medium">{t('bench.stopped')}</span>
      {state.unsafe.length === 0 && <span className="block">{t('bench.is_safe')}</span>}
      {state.unsafe.map(({ device, deviceName, error }) => (
        <strong key={device} className="block">
          {t('bench.unsafe', { device: visibleLine(deviceName), reason: describeError(error, t) })}
        </strong>
      ))}
    </Banner>
  );
}
