// Boards that nobody has: each can be started and stopped, and stands among the devices while it runs.
import { Play, Square } from 'lucide-react';
import { useId } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import { type Device, VirtualBoardName } from '#main/contract/devices.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { DeviceProblem } from './device-problem.tsx';

export type VirtualBoardsProps = {
  readonly client: Pick<LimpetClient, 'devices'>;
  readonly devices: readonly Device[];
};

export function VirtualBoards({ client, devices }: VirtualBoardsProps) {
  const { t } = useText();
  const titleId = useId();
  const start = useAct((name: VirtualBoardName) => client.devices.startBoard({ name }));
  const stop = useAct((name: VirtualBoardName) => client.devices.stopBoard({ name }));
  const problem = start.error ?? stop.error;
  return (
    <section className="flex flex-col gap-3" aria-labelledby={titleId}>
      <h2 id={titleId} className="font-semibold">
        {t('devices.boards')}
      </h2>
      <p className="text-pretty text-ink-soft">{t('devices.boards_text')}</p>
      {problem !== undefined && <DeviceProblem problem={problem} />}
      <div className="flex flex-wrap gap-2">
        {VirtualBoardName.options.map((name) => {
          const isRunning = devices.some(({ key, state }) => key === `virtual:${name}` && state !== 'gone');
          const board = t(`devices.board_${name}`);
          return (
            <Button
              key={name}
              busy={start.isRunning || stop.isRunning}
              icon={isRunning ? <Square aria-hidden="true" /> : <Play aria-hidden="true" />}
              onClick={() => void (isRunning ? stop : start).run(name)}
            >
              {isRunning ? t('devices.board_stop', { board }) : t('devices.board_start', { board })}
            </Button>
          );
        })}
      </div>
    </section>
  );
}
