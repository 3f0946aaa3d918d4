// What the page of devices asks of the core.
import type { LimpetClient } from '#main/contract/contract.ts';
import type { Recording } from '#main/contract/recordings.ts';
import type { LiveSeries } from './live/use-live.ts';

export type BenchClient = Pick<LimpetClient, 'bench' | 'companion' | 'devices' | 'readings' | 'recordings'>;

/** What the cards of devices share. */
export type Bench = {
  readonly client: BenchClient;
  readonly recordings: readonly Recording[];
  readonly live: readonly LiveSeries[];
};
