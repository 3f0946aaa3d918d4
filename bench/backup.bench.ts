// A backup and a restore of a hundred thousand messages through the wire, while the gateway goes on answering.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { connectTo, type LimpetConnection } from '../e2e/support/client.ts';
import { startGateway } from '../e2e/support/gateway.ts';
import { type Benchmark, type Figure, percentile } from './support/figures.ts';
import { hundredThousand } from './support/history.ts';

async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; value: T }> {
  const started = performance.now();
  const value = await work();
  return { ms: performance.now() - started, value };
}

/** How long others wait for a small write while something runs. */
async function writesDuring(client: LimpetConnection, running: Promise<unknown>): Promise<number[]> {
  let isOver = false;
  running.then(
    () => (isOver = true),
    () => (isOver = true),
  );
  const { id: sessionId } = await client.api.sessions.create({ title: 'Beside it' });
  const times: number[] = [];
  for (let n = 0; !isOver; n += 1) {
    times.push((await timed(() => client.api.sessions.rename({ sessionId, title: `Beside it ${n}` }))).ms);
    await wait(20);
  }
  return times;
}

/** Until the gateway that starts anew answers with what was restored. */
async function untilBack(client: LimpetConnection, sessions: number): Promise<void> {
  for (;;) {
    const total = await client.api.sessions.list({}).then(
      (list) => list.total,
      () => -1, // between the two lives nobody answers
    );
    if (total === sessions) return;
    await wait(50);
  }
}

export const benchmark: Benchmark = {
  id: 'backup',
  title: 'A hundred thousand messages are backed up beside the work, and back in seconds',
  async run() {
    const made = await hundredThousand();
    const folder = mkdtempSync(join(tmpdir(), 'limpet-bench-backup-'));
    cpSync(made.folder, folder, { recursive: true });
    const gateway = await startGateway({ dataFolder: folder });
    const client = connectTo(folder);
    try {
      const { total } = await client.api.sessions.list({});
      const making = timed(() => client.api.backup.make({}));
      const writes = await writesDuring(client, making);
      const backup = await making;
      const check = await timed(() => client.api.backup.check({ file: backup.value.name }));
      const restore = await timed(async () => {
        await client.api.backup.restore({ file: backup.value.name });
        await untilBack(client, total + 1);
      });
      const figures: Figure[] = [
        { name: 'backup, read again', value: backup.ms / 1000, unit: 's', goal: { atMost: 30 } },
        { name: 'a write beside it, p99', value: percentile(writes, 0.99), unit: 'ms', goal: { atMost: 100 } },
        { name: 'size of the archive', value: backup.value.sizeBytes / 2 ** 20, unit: 'MiB' },
        { name: 'check', value: check.ms / 1000, unit: 's' },
        { name: 'restore, until it answers again', value: restore.ms / 1000, unit: 's', goal: { atMost: 60 } },
      ];
      return figures;
    } finally {
      client.close();
      await gateway.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
