// Chooses the bus: in one process, facts and leases stay in memory.
import { createMemoryBus, type MemoryBusOptions } from './memory/memory-bus.ts';
import type { Bus } from './port.ts';

export type BusOptions = MemoryBusOptions;

export function createBus(options: BusOptions): Bus {
  return createMemoryBus(options);
}
