// From nothing to ready, to the first answer, and back after a kill: with an empty folder and with a million messages.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sayAndWait } from '../e2e/support/client.ts';
import { startBenchGateway } from './support/bench-gateway.ts';
import { type Benchmark, type Figure, median } from './support/figures.ts';
import { millionMessages } from './support/history.ts';
import { type MockModel, startMockModel } from './support/mock-model.ts';
import { cpuSeconds, memoryMb } from './support/processes.ts';

const starts = 7;
const idleMs = 30_000;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function startOnce(mock: MockModel, dataFolder: string) {
  const started = performance.now();
  const bench = await startBenchGateway(mock, dataFolder);
  const readyMs = performance.now() - started;
  const cpu = cpuSeconds(bench.gateway.process.pid ?? 0);
  const sessionId = await bench.newSession();
  await sayAndWait(bench.client, sessionId, { text: 'Hello' });
  const answeredMs = performance.now() - started;
  return { bench, readyMs, answeredMs, cpu };
}

async function startMany(mock: MockModel, dataFolder: string) {
  const ready: number[] = [];
  const answered: number[] = [];
  const cpu: number[] = [];
  for (let round = 0; round <= starts; round += 1) {
    const one = await startOnce(mock, dataFolder);
    await one.bench.stop();
    if (round === 0) continue; // makes the folder
    ready.push(one.readyMs);
    answered.push(one.answeredMs);
    cpu.push(one.cpu);
  }
  return { ready: median(ready), answered: median(answered), cpu: median(cpu) };
}

/** Killed while an answer streams; from the new process's start until it is ready again. */
async function recoverMs(mock: MockModel, dataFolder: string): Promise<number> {
  const ready: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const { bench } = await startOnce(mock, dataFolder);
    await mock.configure({ delay: 20 });
    const sessionId = await bench.newSession();
    await bench.client.api.chat.send({ sessionId, text: 'A long one' });
    await pause(200);
    bench.client.close();
    await bench.gateway.kill();
    await mock.configure({ delay: 0 });
    const started = performance.now();
    const again = await startBenchGateway(mock, dataFolder);
    ready.push(performance.now() - started);
    await again.stop();
  }
  return median(ready);
}

async function idleMemory(mock: MockModel, dataFolder: string): Promise<number> {
  const bench = await startBenchGateway(mock, dataFolder);
  await pause(idleMs);
  const memory = memoryMb(bench.gateway.process.pid ?? 0);
  await bench.stop();
  return memory;
}

export const benchmark: Benchmark = {
  id: 'start',
  title: 'The gateway is ready at once, also after a kill and with a million messages',
  async run(): Promise<Figure[]> {
    const mock = await startMockModel();
    const folder = mkdtempSync(join(tmpdir(), 'limpet-bench-'));
    try {
      const empty = await startMany(mock, join(folder, 'data'));
      const memory = await idleMemory(mock, join(folder, 'data'));
      const { folder: big } = await millionMessages();
      const full = await startMany(mock, big);
      return [
        { name: 'spawn to ready', value: empty.ready, unit: 'ms', goal: { atMost: 300 } },
        { name: 'spawn to ready, 1,000,000 messages stored', value: full.ready, unit: 'ms', goal: { atMost: 300 } },
        { name: 'CPU until ready', value: empty.cpu, unit: 's', goal: { atMost: 0.4 } },
        { name: 'spawn to first turn done', value: empty.answered, unit: 'ms', goal: { atMost: 500 } },
        { name: 'idle memory (PSS) 30 s after ready', value: memory, unit: 'MB', goal: { atMost: 110 } },
        {
          name: 'kill in mid-answer to ready, 1,000,000 messages',
          value: await recoverMs(mock, big),
          unit: 'ms',
          goal: { atMost: 500 },
        },
      ];
    } finally {
      await mock.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
