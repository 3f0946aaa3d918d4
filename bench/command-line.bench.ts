// One question on the command line: with a gateway running, and alone.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockEnvironment, startBenchGateway } from './support/bench-gateway.ts';
import { type Benchmark, median } from './support/figures.ts';
import { type MockModel, startMockModel } from './support/mock-model.ts';
import { memoryMb } from './support/processes.ts';

const launcher = join(import.meta.dirname, '../build/launch/limpet.mjs');

/** Milliseconds of one `limpet chat`, and the most memory that was seen while it ran. */
async function ask(mock: MockModel, dataFolder: string) {
  const started = performance.now();
  const child = spawn(
    process.execPath,
    [
      launcher,
      'chat',
      '-m',
      'Hello',
      '--model',
      'openai/mock-model',
      '--data-dir',
      dataFolder,
      '--workspace',
      mkdtempSync(join(tmpdir(), 'limpet-ws-')),
    ],
    {
      env: { PATH: process.env.PATH, HOME: tmpdir(), ...mockEnvironment(mock) },
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  let memory = 0;
  const sampling = setInterval(() => {
    memory = Math.max(memory, memoryMb(child.pid ?? 0));
  }, 50);
  const [code] = await once(child, 'close');
  clearInterval(sampling);
  if (code !== 0) throw new Error(`limpet chat ended with ${code}`);
  return { ms: performance.now() - started, memory };
}

async function askMany(mock: MockModel, dataFolder: string) {
  const runs = [];
  for (let round = 0; round < 8; round += 1) runs.push(await ask(mock, dataFolder));
  return { ms: median(runs.slice(1).map((run) => run.ms)), memory: Math.max(...runs.map((run) => run.memory)) };
}

export const benchmark: Benchmark = {
  id: 'command-line',
  title: 'One question on the command line',
  async run() {
    const mock = await startMockModel();
    try {
      const alone = await askMany(mock, mkdtempSync(join(tmpdir(), 'limpet-bench-')));
      const bench = await startBenchGateway(mock);
      const through = await askMany(mock, bench.gateway.dataFolder).finally(bench.stop);
      return [
        { name: 'through a running gateway', value: through.ms, unit: 'ms', goal: { atMost: 300 } },
        { name: 'alone', value: alone.ms, unit: 'ms', goal: { atMost: 700 } },
        { name: 'memory, alone (PSS, highest sample)', value: alone.memory, unit: 'MB', goal: { atMost: 120 } },
      ];
    } finally {
      await mock.stop();
    }
  },
};
