// The wire over memory.
import { wireSuite } from '../testing/wire-suite.ts';
import { createMemoryPorts, type MemoryPorts } from './memory-ports.ts';

wireSuite('memory', (accept) => {
  let current: MemoryPorts | undefined;
  return {
    connect: async () => {
      current = createMemoryPorts();
      accept(current.server);
      return current.client;
    },
    pause: () => current?.pause(),
    resume: () => current?.resume(),
    cut: () => current?.cut(),
    close() {},
  };
});
