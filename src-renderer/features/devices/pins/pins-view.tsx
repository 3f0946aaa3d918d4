// The outputs of a board as far as Limpet knows them: those that it switched, and those that the limits name.
import { useCallback, useState } from 'react';
import type { OutputOn } from '#main/contract/bench.ts';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { Device } from '#main/contract/devices.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { useFollow } from '#renderer/api/use-follow.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { OutputTile } from './output-tile.tsx';
import { Part } from './part.tsx';

export type PinsViewProps = { readonly client: Pick<LimpetClient, 'bench'>; readonly device: Device };

const byPin = new Intl.Collator('en', { numeric: true });

export function PinsView({ client, device }: PinsViewProps) {
  const { t } = useText();
  const [on, setOn] = useState<readonly OutputOn[]>([]);
  useFollow({
    open: useCallback((signal: AbortSignal) => client.bench.follow({}, { signal }), [client]),
    onItem: ({ outputs }) => setOn(outputs.filter((output) => output.device === device.key)),
  });
  const limited = (device.limits?.outputs ?? []).map(({ pin, name, safe }) => ({ pin, name, value: safe }));
  const all = new Map([...limited, ...on].map(({ pin, name, value }) => [pin, { name, value }]));
  const inputs = device.limits?.inputs ?? [];
  return (
    <div className="flex flex-col gap-6">
      <Part title={t('live.outputs')} text={t(all.size === 0 ? 'live.outputs_none' : 'live.outputs_known')}>
        {all.size > 0 && (
          <ul className="grid grid-cols-[repeat(auto-fill,minmax(8rem,1fr))] gap-2">
            {[...all]
              .toSorted(([a], [b]) => byPin.compare(a, b))
              .map(([pin, { name, value }]) => (
                <OutputTile key={pin} pin={visibleLine(pin)} part={name && visibleLine(name)} share={value} />
              ))}
          </ul>
        )}
      </Part>
      {inputs.length > 0 && <Part title={t('live.inputs_allowed')} text={inputs.join(', ')} />}
    </div>
  );
}
