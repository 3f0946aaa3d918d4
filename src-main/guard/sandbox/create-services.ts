// Services as children of plain Node; in the desktop app, where our own program is no Node, its shell starts them.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createPort } from '#main/contract/create-port.ts';
import { AppError } from '#main/contract/errors.ts';
import { closeCodes } from '#main/contract/frames.ts';
import { throwIfAborted } from '#main/platform/base/abort.ts';
import type { Log } from '#main/platform/base/log.ts';
import { childEnvironment, type Environment } from './child-environment.ts';
import type { Services } from './port/services.ts';

export type ServicesDeps = {
  readonly environment: Environment;
  readonly platform: NodeJS.Platform;
  readonly log: Log;
};

const maxComplaint = 2_000;

/** Errors: as the port says. */
export function createServices(d: ServicesDeps): Services {
  const env = childEnvironment(d.environment, { network: false, windows: d.platform === 'win32' });
  return {
    async start(entry, signal) {
      throwIfAborted(signal);
      const child = fork(fileURLToPath(entry), [], {
        env,
        execArgv: [],
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
        // Ctrl-C in a terminal is ours to answer.
        detached: d.platform !== 'win32',
        windowsHide: true,
      });
      let complaint = '';
      child.stderr?.on('data', (chunk: Buffer) => {
        complaint = (complaint + chunk.toString('utf8')).slice(-maxComplaint);
      });
      const ends = createPort({
        send: (text) => void (child.connected && child.send(text)),
        close: () => void child.kill('SIGKILL'),
        bufferedBytes: () => 0,
      });
      const stop = () => ends.port.close();
      child.on('message', (message) => {
        if (typeof message === 'string') ends.receive(message);
      });
      child.once('exit', (exitCode, killedBy) => {
        signal.removeEventListener('abort', stop);
        if (exitCode !== 0 && killedBy === null)
          d.log.warn('service ended', { entry: entry.pathname, exitCode, complaint });
        ends.closed({ code: closeCodes.goingAway, reason: 'ended' });
      });
      await new Promise<void>((resolve, reject) => {
        child.once('spawn', resolve);
        child.once('error', (cause) => {
          const sentence = 'A part of Limpet that needs a process of its own could not be started.';
          reject(new AppError('unavailable', sentence, { cause, details: { reason: 'service_start' } }));
        });
      });
      child.on('error', () => {}); // its channel broke; the exit tells
      signal.addEventListener('abort', stop, { once: true });
      if (signal.aborted) stop();
      throwIfAborted(signal);
      return {
        get pid() {
          return child.exitCode === null && child.signalCode === null ? child.pid : undefined;
        },
        port: ends.port,
      };
    },
  };
}
