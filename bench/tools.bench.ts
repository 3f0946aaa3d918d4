// What one tool call costs: from the model's call to the next model request, and a sandboxed command over a bare spawn.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createBareLoop } from './support/bare-loop.ts';
import { startBenchGateway } from './support/bench-gateway.ts';
import { type Benchmark, median } from './support/figures.ts';
import { startMockModel } from './support/mock-model.ts';

const calls = 5;
const rounds = 30;

async function bareSpawnMs(): Promise<number> {
  const started = performance.now();
  const child = spawn('bash', ['-c', 'echo hello'], { stdio: ['ignore', 'pipe', 'pipe'] });
  await once(child, 'close');
  return performance.now() - started;
}

export const benchmark: Benchmark = {
  id: 'tools',
  title: 'A tool call with validation, permission, journal and audit costs little over the call',
  async run() {
    const mock = await startMockModel();
    const bench = await startBenchGateway(mock);
    const bare = createBareLoop(mock.url);
    try {
      const talk = await bench.newTalk('session');
      const withTools = async (text: string) => (await talk.say(text)).totalMs;
      const readArgs = JSON.stringify({ path: 'sample.txt' });
      const runArgs = JSON.stringify({ command: 'echo hello' });
      const measured = {
        plain: [] as number[],
        read: [] as number[],
        bare: [] as number[],
        barePlain: [] as number[],
        run: [] as number[],
        spawn: [] as number[],
      };
      for (let round = 0; round < rounds + 5; round += 1) {
        await mock.configure({ tools: 0, tool: '', toolargs: '' });
        const plain = await withTools('Plain');
        const barePlain = (await bare('Plain', bench.file)).totalMs;
        await mock.configure({ tools: calls, tool: 'read_file', toolargs: readArgs });
        const read = await withTools('Read');
        const bareRead = (await bare('Read', bench.file)).totalMs;
        await mock.configure({ tools: calls, tool: 'run_command', toolargs: runArgs });
        const run = await withTools('Run');
        const spawned = await bareSpawnMs();
        if (round < 5) continue;
        measured.plain.push(plain);
        measured.barePlain.push(barePlain);
        measured.read.push((read - plain) / calls);
        measured.bare.push((bareRead - barePlain) / calls);
        measured.run.push((run - plain) / calls);
        measured.spawn.push(spawned);
      }
      const read = median(measured.read);
      const floor = median(measured.bare);
      const run = median(measured.run) - read;
      return [
        { name: 'read_file, one round trip, p50', value: read, unit: 'ms', goal: { atMost: 8 } },
        {
          name: 'read_file, against the bare SDK loop',
          value: read / floor,
          unit: '×',
          note: `bare: ${floor.toFixed(2)} ms`,
        },
        {
          name: 'sandboxed command over a bare spawn',
          value: run - median(measured.spawn),
          unit: 'ms',
          goal: { atMost: 25 },
          note: `bare spawn: ${median(measured.spawn).toFixed(1)} ms`,
        },
      ];
    } finally {
      await bench.stop();
      await mock.stop();
    }
  },
};
