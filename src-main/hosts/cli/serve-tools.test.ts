// `limpet mcp` between a program and the core: nothing but messages on its output, one bad line does not end the others.
import { afterEach, expect, it } from 'vitest';
import { createOwnServer } from '#main/abilities/mcp/create-own-server.ts';
import type { OwnServer } from '#main/abilities/mcp/port.ts';
import type { LimpetClient } from '#main/contract/contract.ts';
import { AppError } from '#main/contract/errors.ts';
import { systemClock } from '#main/platform/base/clock.ts';
import { silentLog } from '#main/platform/base/log.ts';
import { serveTools } from './serve-tools.ts';

const unused = () => Promise.reject(new AppError('internal', 'not in this test'));
let own: OwnServer | undefined;
afterEach(() => own?.close());

/** A program that sends the next line when the answers that it waits for have come. */
function start(lines: readonly (string | { readonly after: number; readonly line: string })[]) {
  const out: string[] = [];
  const err: string[] = [];
  const stop = new AbortController();
  own = createOwnServer({
    bench: { list: async () => [], planContext: unused, toolContext: unused },
    ...{ permissions: { decideNow: async () => undefined }, place: unused, isEnabled: () => false },
    token: { create: unused, check: async () => false, exists: async () => false },
    ...{ version: '9.9.9', onChange: () => {}, clock: systemClock, log: silentLog },
    offer: {
      tools: async () => [
        {
          ...{ name: 'tide', description: 'Says the tide.', inputSchema: { type: 'object' } },
          call: async (input) => ({ content: [{ type: 'text', text: `high water at ${input.place}\nat noon` }] }),
        },
      ],
    },
  });
  const server = own;
  const api = {
    mcp: {
      serve: (input: { connection: string; workspace?: string }, o: { signal: AbortSignal }) =>
        server.serve(input, o.signal),
      tell: async ({ connection, message }: { connection: string; message: string }) => {
        await server.tell(connection, message);
        return {};
      },
    },
  } as unknown as Pick<LimpetClient, 'mcp'>;
  async function* read() {
    for (const one of lines) {
      const { after, line } = typeof one === 'string' ? { after: 0, line: one } : one;
      while (out.length < after && !stop.signal.aborted) await new Promise((resolve) => setImmediate(resolve));
      yield line;
    }
    const wanted = lines.filter((one) => (typeof one === 'string' ? one : one.line).includes('"id"')).length;
    while (out.length < wanted && !stop.signal.aborted) await new Promise((resolve) => setImmediate(resolve));
  }
  const terminal = { out: (text: string) => void out.push(text), err: (text: string) => void err.push(text) };
  const done = serveTools({ api, terminal, lines: read, signal: stop.signal }, { workspace: undefined });
  return { out, err, done, stop };
}
const call = (id: number, method: string, params: unknown = {}) =>
  JSON.stringify({ jsonrpc: '2.0', id, method, params });
const hello = call(1, 'initialize', {
  ...{ protocolVersion: '2025-06-18', capabilities: {} },
  clientInfo: { name: 'test', version: '1' },
});
const ready = { after: 1, line: JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' }) };

it('answers each message with one line, and ends when the program closes its side', async () => {
  const asks = [call(2, 'tools/list'), call(3, 'tools/call', { name: 'tide', arguments: { place: 'Dover' } })];
  const { out, err, done } = start([hello, ready, ...asks, '']);
  expect(await done).toBe(0);
  for (const line of out) expect(line.match(/\n/g)).toHaveLength(1);
  const answers = out.map((line) => JSON.parse(line) as { id: number; result: Record<string, unknown> });
  expect(answers.map(({ id }) => id)).toEqual([1, 2, 3]);
  expect(answers[0]?.result).toMatchObject({ serverInfo: { name: 'limpet', version: '9.9.9' } });
  expect(answers[2]?.result).toMatchObject({ content: [{ text: 'high water at Dover\nat noon' }] });
  expect(err).toEqual([]);
});

it('says on its error output which line is no message, and goes on', async () => {
  const { out, err, done } = start([hello, ready, 'hello?', '{"jsonrpc":"1.0"}', call(2, 'ping')]);
  expect(await done).toBe(0);
  expect(err).toHaveLength(2);
  expect(out.map((line) => (JSON.parse(line) as { id: number }).id)).toEqual([1, 2]);
});

it('ends quietly when it is told to', async () => {
  const { done, stop } = start([hello, { after: 99, line: '' }]);
  stop.abort();
  expect(await done).toBe(0);
});
