// What the desktop app is made of: the core it shows, and everything of Electron and of this process that is handed in.
import type { Port } from '#main/contract/frames.ts';
import type { HostShell } from '#main/hosts/port.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { BlobStore } from '#main/platform/store/port.ts';
import type { Translate } from '#main/platform/texts/translate.ts';
import type { OpenExternal } from './open-external.ts';
import type { ElectronSlices, Repair } from './slices.ts';

export type DesktopCore = {
  readonly blobs: Pick<BlobStore, 'put' | 'info' | 'stream'>;
  /** Serves one connection as the owner, until it closes or the signal aborts. */
  serve(port: Port, signal: AbortSignal): Promise<void>;
  /** The machine goes to sleep, or has woken: what is planned by the clock looks again. */
  power(event: 'suspend' | 'resume'): void;
  /** The agent's own life: lanes, upkeep, the local socket. Ends when the signal aborts and everything is stored. */
  run(signal: AbortSignal): Promise<void>;
  /** Aborts when this core should be ended and another one opened. */
  readonly restartWanted: AbortSignal;
};
/** What whoever started us may want to know: said on standard output, one word a line. */
export type Announce = (event: 'window' | 'already-open' | 'failed', detail?: string) => void;
export type DesktopDeps = {
  readonly electron: ElectronSlices;
  readonly openCore: (shell: HostShell, repair?: Repair) => Promise<DesktopCore>;
  readonly openExternal: OpenExternal;
  /** The last thing before the process ends. Never throws. */
  readonly atEnd: () => void;
  readonly announce: Announce;
  readonly pageFolder: string;
  readonly preload: string;
  readonly trayFolder: string;
  /** Chromium's profile, ours to put small files into. */
  readonly profileFolder: string;
  readonly devServer: string | undefined;
  /** Of this process: its words, and where they were said. */
  readonly argv: readonly string[];
  readonly folder: string;
  readonly home: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly program: string;
  /** What a desktop's own settings can run to show the quick chat. */
  readonly toggleCommand: string;
  readonly t: Translate;
  readonly clock: Clock;
  readonly log: Log;
  readonly platform: NodeJS.Platform;
};
