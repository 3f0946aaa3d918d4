// What every way of closing a process in has to offer; the probe takes each at its word only after trying it.
import type { SandboxState } from '#main/contract/system.ts';
import type { SpawnSpec } from './port.ts';
import type { Launch } from './run-process.ts';
import type { WayOut } from './way-out.ts';

export type Backend = {
  readonly tier: Extract<SandboxState['tier'], 'bubblewrap' | 'sandbox-runtime' | 'docker'>;
  readonly version: string;
  /** A fault of its version that a person can do something about. */
  readonly isOld: boolean;
  /** How the egress proxy has to listen for it. */
  readonly listen: 'socket' | 'loopback';
  /** True: a process with `network: true` gets the machine's network; otherwise it gets the proxy to every public host. */
  readonly sharesNetwork: boolean;
  /** `way`: all that it can reach besides itself. */
  launch(spec: SpawnSpec, way?: WayOut): Promise<Launch>;
  close(): Promise<void>;
};
