// What the page of devices asks of the core.
import type { LimpetClient } from '#main/contract/contract.ts';

export type BenchClient = Pick<LimpetClient, 'devices' | 'recordings'>;
