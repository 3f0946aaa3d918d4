// Services as utility processes, with a child of Node in Electron's place.
import { type ChildProcess, fork } from 'node:child_process';
import { describe } from 'vitest';
import { servicesSuite } from '#main/guard/sandbox/testing/services-suite.ts';
import { silentLog } from '#main/platform/base/log.ts';
import { createElectronServices, type ElectronServicesDeps } from './electron-services.ts';

const environment = { OPENAI_API_KEY: 'sk-1', MY_SECRET: 'x', LANG: 'C' };

/** Its parts that are used: the same events, and `postMessage`. */
const utilityProcess = {
  fork(path: string, args: string[], { env }: { env: Record<string, string> }): ChildProcess {
    const child = fork(path, args, { env, execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    return Object.assign(child, { postMessage: (message: string) => void child.send(message) });
  },
} as unknown as ElectronServicesDeps['utilityProcess']; // checked by what the suite does with it

describe('a service in a utility process', () => {
  servicesSuite(() => createElectronServices({ utilityProcess, environment, log: silentLog }));
});
