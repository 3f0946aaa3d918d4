// Live output of a running call: shown in batches, bounded, kept nowhere.

import type { TurnRun } from '#main/agent/loop/turn-run.ts';
import type { CallId } from '#main/contract/ids.ts';
import type { Clock } from '#main/platform/base/clock.ts';

const batchMs = 50;
/** More than this per batch is not read by anybody while it runs: the newest part is shown. */
const batchChars = 16 * 1024;
/** The whole output is on the card when the call has ended. */
const totalChars = 512 * 1024;

export function createProgress(run: TurnRun, callId: CallId, clock: Clock) {
  let waiting = '';
  let shown = 0;
  let cancel: (() => void) | undefined;
  const send = () => {
    cancel = undefined;
    const append = waiting.slice(-batchChars).toWellFormed();
    waiting = '';
    shown += append.length;
    if (append !== '') run.publish({ type: 'call-output', callId, append });
  };
  return {
    add(text: string) {
      if (shown >= totalChars) return;
      waiting = (waiting + text).slice(-2 * batchChars);
      cancel ??= clock.after(batchMs, send);
    },
    end() {
      cancel?.();
      if (waiting !== '') send();
    },
  };
}
