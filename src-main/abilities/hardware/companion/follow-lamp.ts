// What the lamp shows: what needs the person goes first, then what went wrong, then what is going on.
import { isCancelled } from '#main/contract/errors.ts';
import type { SessionId } from '#main/contract/ids.ts';
import type { SessionStatus } from '#main/contract/messages.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { Lamp } from './companion-board.ts';

export type LampDeps = {
  readonly bus: Pick<Bus, 'subscribe'>;
  readonly clock: Pick<Clock, 'after'>;
  readonly log: Log;
  readonly onLamp: (lamp: Lamp) => void;
};

/** A failure is shown for so long, then it is an old one. */
const failedMs = 60_000;

export async function followLamp(d: LampDeps, signal: AbortSignal): Promise<void> {
  const statuses = new Map<SessionId, SessionStatus>();
  let failedId: SessionId | undefined;
  let stopTimer = () => {};
  const has = (wanted: SessionStatus) => [...statuses.values()].includes(wanted);
  const tell = () => {
    if (has('asking')) d.onLamp('needs-you');
    else if (failedId !== undefined) d.onLamp('error');
    else d.onLamp(has('running') ? 'working' : 'idle');
  };
  const forgetFailure = () => {
    failedId = undefined;
    stopTimer();
  };
  const take = (id: SessionId, status: SessionStatus) => {
    if (status === 'failed' && statuses.get(id) !== 'failed') {
      stopTimer();
      failedId = id;
      stopTimer = d.clock.after(failedMs, () => {
        forgetFailure();
        tell();
      });
    } else if (status !== 'failed' && failedId === id) forgetFailure();
    if (status === 'idle') statuses.delete(id);
    else statuses.set(id, status);
    tell();
  };
  try {
    // No chat is at work before the first is told of.
    for await (const item of d.bus.subscribe('sessions', '', { signal })) {
      if ('lost' in item) continue; // each chat tells its next state by itself
      if (item.event.type === 'removed') take(item.event.sessionId, 'idle');
      else take(item.event.session.id, item.event.session.status);
    }
  } catch (error) {
    if (!isCancelled(error)) d.log.error('lamp follows nothing any more', { error });
  } finally {
    stopTimer();
  }
}
