// The virtual Uno as it would lie on the table: what its outputs do, its buttons, and a knob at each of its inputs.
import { Check, Lock, X } from 'lucide-react';
import type { LimpetClient } from '#main/contract/contract.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { InputKnob } from './input-knob.tsx';
import { OutputTile } from './output-tile.tsx';
import { Part } from './part.tsx';
import { useVirtualBoards } from './use-virtual-boards.ts';

/** What hangs on its pins. */
const parts: Readonly<Record<string, 'heater' | 'fan' | 'lamp' | 'state'>> = {
  6: 'heater',
  9: 'fan',
  12: 'state',
  13: 'lamp',
};
const channels = [0, 1, 2, 3, 4, 5] as const;
const shortMs = 400;
const longMs = 2_000;

export function UnoPanel({ client }: { readonly client: Pick<LimpetClient, 'devices'> }) {
  const { t } = useText();
  const uno = useVirtualBoards(client).find(({ name, isRunning }) => name === 'uno' && isRunning);
  const press = useAct((o: { button: 'approve' | 'deny'; holdMs: number }) => client.devices.pressButton(o));
  const turn = useAct((o: { channel: number; volt: number | null }) => client.devices.turnKnob(o));
  const failed = press.error ?? turn.error;
  if (uno === undefined) return null;
  return (
    <div className="flex flex-col gap-6">
      <Part title={t('live.outputs')} text={t('live.outputs_text')}>
        <ul className="grid grid-cols-[repeat(auto-fill,minmax(8rem,1fr))] gap-2">
          {Object.entries(uno.outputs).map(([pin, share]) => {
            const part = parts[pin];
            return <OutputTile key={pin} {...{ pin, share }} part={part && t(`live.part_${part}`)} />;
          })}
        </ul>
      </Part>
      <Part title={t('live.buttons')} text={t('live.buttons_text')}>
        <div className="flex flex-wrap gap-2">
          <Button
            icon={<Check aria-hidden="true" />}
            onClick={() => void press.run({ button: 'approve', holdMs: shortMs })}
          >
            {t('live.press_approve')}
          </Button>
          <Button icon={<X aria-hidden="true" />} onClick={() => void press.run({ button: 'deny', holdMs: shortMs })}>
            {t('live.press_deny')}
          </Button>
          <Button icon={<Lock aria-hidden="true" />} onClick={() => void press.run({ button: 'deny', holdMs: longMs })}>
            {t('live.hold')}
          </Button>
        </div>
      </Part>
      <Part title={t('live.inputs')} text={t('live.inputs_text')}>
        <div className="grid grid-cols-[repeat(auto-fill,minmax(min(18rem,100%),1fr))] gap-x-6 gap-y-3">
          {channels.map((channel) => (
            <InputKnob
              key={channel}
              channel={channel}
              volt={uno.inputs[channel]}
              onTurn={(volt) => void turn.run({ channel, volt })}
            />
          ))}
        </div>
      </Part>
      {failed !== undefined && (
        <p role="alert" className="text-stop-ink">
          {describeError(failed, t)}
        </p>
      )}
    </div>
  );
}
