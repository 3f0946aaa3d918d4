// The deterministic model server of the fixtures, as a child process.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export type MockModel = {
  readonly url: string;
  readonly configure: (options: Readonly<Record<string, string | number>>) => Promise<void>;
  /** Body of the newest request that was received, or of an earlier one by a negative index. */
  readonly lastBody: (index?: number) => Promise<Record<string, unknown>>;
  readonly log: (count: number) => Promise<Record<string, number>[]>;
  readonly reset: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function waitUntilUp(url: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (child.exitCode !== null) throw new Error('The mock model ended.');
    try {
      await fetch(`${url}/__stats`);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20)); // not listening yet
    }
  }
  throw new Error('The mock model did not start.');
}

export async function startMockModel(): Promise<MockModel> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, '../fixtures/mock-llm.mjs'), '--port', String(port)],
    { stdio: 'ignore' },
  );
  await waitUntilUp(url, child);
  const post = async (path: string, body: unknown) => {
    await fetch(`${url}${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
  };
  return {
    url,
    configure: (options) => post('/__config', options),
    lastBody: async (index) =>
      (await (await fetch(`${url}/__last${index === undefined ? '' : `?i=${index}`}`)).json()) as Record<
        string,
        unknown
      >,
    log: async (count) => (await (await fetch(`${url}/__log?n=${count}`)).json()) as Record<string, number>[],
    reset: () => post('/__reset', {}),
    stop: async () => {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}
