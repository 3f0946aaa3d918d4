// A command without a sandbox: its own process group and the same clean environment, nothing more.
import { randomBytes } from 'node:crypto';
import { childEnvironment, type Environment } from './child-environment.ts';
import { limitsFor, withLimits } from './limits.ts';
import type { SpawnSpec } from './port.ts';
import type { Launch } from './run-process.ts';
import { type WayOut, wayOutEnvironment } from './way-out.ts';

export type PlainDeps = { readonly environment: Environment; readonly home: string; readonly platform: string };

/** `way` is a wish here: nothing keeps the program from going past it. */
export function plainLaunch(spec: SpawnSpec, o: PlainDeps, way?: WayOut): Launch {
  const windows = o.platform === 'win32';
  const run = randomBytes(9).toString('hex');
  const extra = spec.env === undefined ? {} : { extra: spec.env };
  const path = o.environment.PATH ?? o.environment.Path;
  const temporary = o.environment.TMPDIR;
  const env = {
    // The network cannot be cut off here, so proxies are passed on: without them a command would only behave oddly.
    ...childEnvironment(o.environment, { ...extra, network: true, windows }),
    ...(path === undefined ? {} : { PATH: [...(spec.path ?? []), path].join(windows ? ';' : ':') }),
    ...(temporary === undefined ? {} : { TMPDIR: temporary }),
    HOME: spec.home ?? o.home,
    ...(way === undefined ? {} : wayOutEnvironment(way, way.caFile)),
    LIMPET_RUN: run,
  };
  const argv = windows ? [...spec.argv] : withLimits(spec.argv, limitsFor(spec));
  const [file = '', ...args] = argv;
  return {
    file,
    args,
    env,
    cwd: spec.cwd,
    timeoutMs: spec.timeoutMs,
    watcher: false,
    ...(o.platform === 'linux' ? { marker: `LIMPET_RUN=${run}` } : {}),
    ...(spec.stdin === undefined ? {} : { stdin: spec.stdin }),
    ...(spec.stdout === undefined ? {} : { stdout: spec.stdout }),
  };
}
