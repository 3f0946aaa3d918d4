// Services as Electron's utility processes: our own program starts as no Node. They end with us, whatever ends us.
import { fileURLToPath } from 'node:url';
import type { utilityProcess as electronProcesses } from 'electron';
import { createPort } from '#main/contract/create-port.ts';
import { AppError } from '#main/contract/errors.ts';
import { closeCodes } from '#main/contract/frames.ts';
import type { Services } from '#main/guard/sandbox/port/services.ts';
import { throwIfAborted } from '#main/platform/base/abort.ts';
import type { Log } from '#main/platform/base/log.ts';

/** Windows programs do not start without it; nothing else of the person's environment, where keys may stand. */
const kept = /^(SYSTEMROOT|LANG|TZ)$/i;

export type ElectronServicesDeps = {
  readonly utilityProcess: Pick<typeof electronProcesses, 'fork'>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly log: Log;
};

/** Errors: as the port says. Usable once the app is ready. */
export function createElectronServices({ utilityProcess, environment, log }: ElectronServicesDeps): Services {
  const env = Object.fromEntries(Object.entries(environment).filter(([name]) => kept.test(name)));
  return {
    async start(entry, signal) {
      throwIfAborted(signal);
      const child = utilityProcess.fork(fileURLToPath(entry), [], { env, stdio: 'ignore', serviceName: 'Limpet' });
      let hasEnded = false;
      const ends = createPort({
        send: (text) => child.postMessage(text),
        close: () => void child.kill(),
        bufferedBytes: () => 0,
      });
      const stop = () => ends.port.close();
      child.on('message', (message: unknown) => {
        if (typeof message === 'string') ends.receive(message);
      });
      const spawned = new Promise<void>((resolve, reject) => {
        child.once('spawn', () => resolve());
        child.once('exit', (exitCode) => {
          hasEnded = true;
          signal.removeEventListener('abort', stop);
          if (exitCode !== 0) log.warn('service ended', { entry: entry.pathname, exitCode });
          ends.closed({ code: closeCodes.goingAway, reason: 'ended' });
          const sentence = 'A part of Limpet that needs a process of its own could not be started.';
          reject(new AppError('unavailable', sentence, { details: { reason: 'service_start' } })); // after the start: too late
        });
      });
      await spawned;
      signal.addEventListener('abort', stop, { once: true });
      if (signal.aborted) stop();
      throwIfAborted(signal);
      return {
        get pid() {
          return hasEnded ? undefined : child.pid;
        },
        port: ends.port,
      };
    },
  };
}
