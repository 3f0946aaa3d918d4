// Which way of closing processes in is tried on this machine, and in which order.
import type { SandboxState } from '#main/contract/system.ts';
import type { EgressProxy } from '#main/guard/egress/port.ts';
import type { Backend } from './backend.ts';
import { createBubblewrapBackend, inspectBubblewrap } from './bubblewrap.ts';
import type { Environment } from './child-environment.ts';
import { createDockerBackend } from './docker-backend.ts';
import { findProgram } from './find-program.ts';
import { createRuntimeBackend } from './runtime-backend.ts';

export type BackendChoice = 'auto' | Backend['tier'];
export type BackendDeps = {
  readonly environment: Environment;
  readonly home: string;
  readonly dataFolder: string;
  readonly protected: readonly string[];
  readonly platform: string;
  readonly proxy?: Pick<EgressProxy, 'open'>;
  readonly bwrapPath?: string;
  readonly dockerPath?: string;
};
export type Candidate = { readonly backend: Backend } | { readonly backend?: undefined; readonly note: string };

/** Bubblewrap first on Linux: it starts in a fifth of the time of the others and needs nothing that runs beside it. */
export function orderOf(choice: BackendChoice, platform: string): readonly Backend['tier'][] {
  if (choice !== 'auto') return [choice];
  if (platform === 'linux') return ['bubblewrap', 'docker'];
  return platform === 'darwin' ? ['sandbox-runtime', 'docker'] : ['docker'];
}

/** A desktop may start us with hardly any PATH, so the usual places are looked at as well. */
async function findBubblewrap(deps: BackendDeps): Promise<string | undefined> {
  if (deps.bwrapPath !== undefined) return findProgram(deps.bwrapPath, deps.environment);
  return (await findProgram('bwrap', deps.environment)) ?? findProgram('bwrap', { PATH: '/usr/bin:/usr/local/bin' });
}

export async function makeBackend(tier: Backend['tier'], deps: BackendDeps): Promise<Candidate> {
  switch (tier) {
    case 'bubblewrap': {
      if (deps.platform !== 'linux') return { note: 'it is of Linux alone' };
      const path = await findBubblewrap(deps);
      const bubblewrap = path === undefined ? undefined : await inspectBubblewrap(path);
      if (bubblewrap === undefined) return { note: 'it is not installed' };
      return { backend: createBubblewrapBackend(bubblewrap, deps) };
    }
    case 'sandbox-runtime': {
      const { proxy } = deps;
      if (proxy === undefined) return { note: 'there is no way out for it' };
      if (deps.platform !== 'linux' && deps.platform !== 'darwin') return { note: 'this system is not supported' };
      return createRuntimeBackend({ ...deps, proxy });
    }
    case 'docker':
      return createDockerBackend(deps);
  }
}

/** Sentence for what was found, as a catalogue key. */
export function missingReason(choice: BackendChoice, platform: string): SandboxState['reason'] {
  if (choice !== 'auto') return `tools.sandbox_none_${choice.replace('-', '_')}`;
  return platform === 'linux' ? 'tools.sandbox_none_missing' : 'tools.sandbox_none_platform';
}
