// What a turn costs over the model's own time: to the first token, to the end, in CPU, and under many sessions.
import { createBareLoop } from './support/bare-loop.ts';
import { type BenchGateway, startBenchGateway } from './support/bench-gateway.ts';
import { type Benchmark, type Figure, median, percentile } from './support/figures.ts';
import { type MockModel, startMockModel } from './support/mock-model.ts';
import { cpuSeconds, memoryMb, settled } from './support/processes.ts';

const rounds = 60;

/** Limpet and the bare loop in turn, one turn each, in one session. */
async function compareAlone(bench: BenchGateway, mock: MockModel): Promise<Figure[]> {
  const bare = createBareLoop(mock.url);
  const talk = await bench.newTalk();
  const ours = { first: [] as number[], total: [] as number[] };
  const floor = { first: [] as number[], total: [] as number[] };
  for (let round = 0; round < rounds + 10; round += 1) {
    const turn = await talk.say(`Question ${round}`);
    const raw = await bare(`Question ${round}`, bench.file);
    if (round < 10) continue; // both warm up
    ours.first.push(turn.firstTextMs);
    ours.total.push(turn.totalMs);
    floor.first.push(raw.firstTextMs);
    floor.total.push(raw.totalMs);
  }
  return [
    { name: 'to first token, one session, p50', value: median(ours.first), unit: 'ms', goal: { atMost: 8 } },
    { name: 'to first token, one session, p95', value: percentile(ours.first, 0.95), unit: 'ms', goal: { atMost: 20 } },
    {
      name: 'to first token, against the bare SDK loop',
      value: median(ours.first) / median(floor.first),
      unit: '×',
      note: `bare: ${median(floor.first).toFixed(2)} ms`,
    },
    { name: 'to the end of the turn, p50', value: median(ours.total), unit: 'ms' },
    {
      name: 'to the end, against the bare SDK loop',
      value: median(ours.total) / median(floor.total),
      unit: '×',
      note: `bare: ${median(floor.total).toFixed(2)} ms`,
    },
  ];
}

/** Processor time of the gateway, and of this process while it does nothing but the bare loop; in turn, 25 turns each. */
async function cpuPerTurn(bench: BenchGateway, mock: MockModel): Promise<Figure[]> {
  const talk = await bench.newTalk();
  const bare = createBareLoop(mock.url);
  const pid = bench.gateway.process.pid ?? 0;
  const spent = { ours: 0, floor: 0 };
  for (let block = 0; block < 4; block += 1) {
    const before = cpuSeconds(pid);
    for (let round = 0; round < 25; round += 1) await talk.say(`Turn ${block}.${round}`);
    spent.ours += cpuSeconds(pid) - before;
    const start = process.cpuUsage();
    for (let round = 0; round < 25; round += 1) await bare(`Turn ${block}.${round}`, bench.file);
    const { user, system } = process.cpuUsage(start);
    spent.floor += (user + system) / 1e6;
  }
  return [
    { name: 'CPU per turn, one session', value: spent.ours * 10, unit: 'ms', goal: { atMost: 7 } },
    {
      name: 'CPU per turn, against the bare SDK loop',
      value: spent.ours / spent.floor,
      unit: '×',
      note: `bare: ${(spent.floor * 10).toFixed(2)} ms`,
    },
  ];
}

/** `turns` turns spread over `sessions` sessions at once; turns per second and the first-token times. */
async function manyAtOnce(bench: BenchGateway, sessions: number, turns: number) {
  const talks = await Promise.all(Array.from({ length: sessions }, () => bench.newTalk()));
  const first: number[] = [];
  const started = performance.now();
  await Promise.all(
    talks.map(async (talk) => {
      for (let turn = 0; turn < turns / sessions; turn += 1) {
        first.push((await talk.say(`Turn ${turn}`)).firstTextMs);
      }
    }),
  );
  for (const talk of talks) talk.end();
  return { perSecond: first.length / ((performance.now() - started) / 1000), first };
}

/** The bare SDK loop with as many at once: what model, machine and this process make possible. Turns per second. */
async function bareAtOnce(
  bench: BenchGateway,
  mock: MockModel,
  { sessions, turns }: { sessions: number; turns: number },
) {
  const bare = createBareLoop(mock.url);
  const started = performance.now();
  await Promise.all(
    Array.from({ length: sessions }, async () => {
      for (let turn = 0; turn < turns / sessions; turn += 1) await bare(`Turn ${turn}`, bench.file);
    }),
  );
  return turns / ((performance.now() - started) / 1000);
}

async function underLoad(bench: BenchGateway, mock: MockModel): Promise<Figure[]> {
  const pid = bench.gateway.process.pid ?? 0;
  const eight = await manyAtOnce(bench, 8, 400);
  const sixtyFour = await manyAtOnce(bench, 64, 1_024);
  const afterFirst = memoryMb(pid);
  await manyAtOnce(bench, 64, 1_024);
  const afterSecond = memoryMb(pid);
  await mock.configure({ delay: 20 });
  const ideal = await bareAtOnce(bench, mock, { sessions: 64, turns: 192 });
  const streams = await manyAtOnce(bench, 64, 192);
  await mock.configure({ delay: 0 });
  return [
    { name: 'throughput, 8 sessions', value: eight.perSecond, unit: 'turns/s', goal: { atLeast: 150 } },
    { name: 'throughput, 64 sessions', value: sixtyFour.perSecond, unit: 'turns/s', goal: { atLeast: 150 } },
    { name: 'memory after 1,000 turns at 64 sessions', value: afterFirst, unit: 'MB', goal: { atMost: 220 } },
    {
      name: 'growth by the second 1,000 turns',
      value: (afterSecond / afterFirst - 1) * 100,
      unit: '%',
      goal: { atMost: 5 },
    },
    {
      name: '64 streams of 1 s, share of what the bare SDK loop reaches',
      value: (streams.perSecond / ideal) * 100,
      unit: '%',
      goal: { atLeast: 85 },
      note: `bare: ${ideal.toFixed(1)} turns/s`,
    },
    {
      name: '64 streams of 1 s, first token p95',
      value: percentile(streams.first, 0.95),
      unit: 'ms',
      goal: { atMost: 120 },
      note: 'holds the 20 ms of the model',
    },
  ];
}

export const benchmark: Benchmark = {
  id: 'turns',
  title: 'A turn costs little over the model itself, alone and among 64',
  async run() {
    const mock = await startMockModel();
    const bench = await startBenchGateway(mock);
    try {
      await settled(bench.gateway.process.pid ?? 0); // the probes of the sandbox run once, beside the first turns
      return [
        ...(await compareAlone(bench, mock)),
        ...(await cpuPerTurn(bench, mock)),
        ...(await underLoad(bench, mock)),
      ];
    } finally {
      await bench.stop();
      await mock.stop();
    }
  },
};
