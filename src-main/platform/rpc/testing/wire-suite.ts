// What the wire promises over every transport. A transport's own test file runs it.
import { describe, expect, it } from 'vitest';
import { createClient } from '#main/contract/client.ts';
import { closeCodes, protocolVersion } from '#main/contract/frames.ts';
import { CommandId } from '#main/contract/ids.ts';
import type { StreamItem } from '#main/contract/kernel.ts';
import { systemClock } from '#main/platform/base/clock.ts';
import { demoContract } from './demo-contract.ts';
import { type CreateWire, createHarness, hello } from './wire-harness.ts';

type TickItem = { type: 'snapshot'; count: number } | { type: 'tick'; n: number; pad: string };
export function wireSuite(name: string, createWire: CreateWire): void {
  const { open, start, rawPort, signedIn } = createHarness(createWire);

  async function take(items: AsyncIterable<StreamItem<TickItem>>, count: number) {
    const out: StreamItem<TickItem>[] = [];
    for await (const item of items) {
      out.push(item);
      if (out.length === count) break;
    }
    return out;
  }
  const ticksOf = (items: readonly StreamItem<TickItem>[]) =>
    items.map(({ data }) => (data.type === 'tick' ? data.n : `snapshot ${data.count}`));

  describe(`wire over ${name}: hello`, () => {
    it('welcomes a known token with protocol, version and epoch', async () => {
      const { wire } = await start();
      const raw = await rawPort(wire);
      raw.port.send(hello('owner-token'));
      expect(await raw.next('welcome')).toEqual({
        type: 'welcome',
        protocol: protocolVersion,
        version: '1.2.3',
        epoch: 'e1',
      });
    });
    it.each([
      ['a wrong token', hello('guess'), closeCodes.unauthenticated],
      ['no token', hello(), closeCodes.unauthenticated],
      ['another protocol version', hello('owner-token', 999), closeCodes.mismatch],
      ['a call before hello', '{"type":"call","id":"1","op":"demo.echo","input":{"text":"x"}}', closeCodes.protocol],
      ['text that is no frame', '{good morning}', closeCodes.protocol],
      ['more than the bound before sign-in', hello('x'.repeat(70_000)), closeCodes.tooLarge],
    ])('closes on %s and answers nothing [T01] [T09]', async (_what, text, code) => {
      const { wire } = await start();
      const raw = await rawPort(wire);
      raw.port.send(text);
      expect((await raw.closed).code).toBe(code);
      raw.send({ type: 'call', id: '2', op: 'demo.add', input: { by: 1 }, commandId: 'x' });
      expect(raw.frames).toEqual([]);
    });
    it('carries out nothing that comes before the welcome', async () => {
      const { wire, demo } = await start();
      const raw = await rawPort(wire);
      raw.port.send(hello('guess'));
      raw.send({ type: 'call', id: '2', op: 'demo.add', input: { by: 1 }, commandId: 'x' });
      await raw.closed;
      expect(raw.frames).toEqual([]);
      expect(demo.count()).toBe(0);
    });
    it('closes when no hello comes in time [T01]', async () => {
      const { wire } = await start({ helloTimeoutMs: 30 });
      expect((await (await rawPort(wire)).closed).code).toBe(closeCodes.timeout);
    });
    it('stays refused after a wrong token until it is told to try again', async () => {
      const { clientOf, connections } = await start();
      let token = 'guess';
      const client = clientOf({ token: () => token });
      await expect(client.api.demo.echo({ text: 'a' })).rejects.toMatchObject({ code: 'unauthenticated' });
      expect(client.state()).toBe('refused');
      await expect(client.api.demo.echo({ text: 'b' })).rejects.toMatchObject({ code: 'unauthenticated' });
      expect(connections()).toBe(1);
      token = 'owner-token';
      client.retry();
      expect(await client.api.demo.echo({ text: 'c' })).toEqual({ text: 'c' });
      expect(client.welcome()).toMatchObject({ epoch: 'e1' });
    });
    it('tells the page of another version to load again', async () => {
      const other = await createWire((port) => {
        port.onMessage(() => port.close(closeCodes.mismatch, 'other'));
      });
      open.push(() => other.close());
      const mismatch = new Promise<void>((resolve) => {
        const client = createClient(demoContract, { connect: other.connect, onMismatch: resolve });
        open.push(() => client.close());
      });
      await mismatch;
    });
  });

  describe(`wire over ${name}: calls`, () => {
    it('answers a query', async () => {
      const { clientOf } = await start();
      expect(await clientOf().api.demo.echo({ text: 'grüße 你好 🐚' })).toEqual({ text: 'grüße 你好 🐚' });
    });
    it('names the path of a bad field', async () => {
      const { clientOf } = await start();
      const bad = JSON.parse('{"text":"a","deep":{"list":[1,"two"]}}');
      await expect(clientOf().api.demo.echo(bad)).rejects.toMatchObject({
        code: 'invalid_input',
        details: { path: ['deep', 'list', 1] },
      });
    });
    it('carries the details of an error whole', async () => {
      const { clientOf } = await start();
      await expect(clientOf().api.demo.refuse({})).rejects.toMatchObject({
        code: 'rate_limited',
        message: 'Wait a moment.',
        retryable: true,
        details: { reason: 'demo', retryAfterMs: 1_500, facts: { host: 'example.org', tries: 3 } },
      });
    });
    it('hides a bug behind an id that the log knows', async () => {
      const { clientOf, lines } = await start();
      const error = await clientOf()
        .api.demo.boom({})
        .catch((e: unknown) => e);
      expect(error).toMatchObject({ code: 'internal' });
      expect(JSON.stringify(error)).not.toContain('secret');
      const logId = (error as { details: { logId: string } }).details.logId;
      expect(lines.find((line) => line.logId === logId)).toMatchObject({ op: 'demo.boom' });
    });
    it('finds a wrong output while outputs are checked', async () => {
      const { clientOf } = await start();
      await expect(clientOf().api.demo.wrong({})).rejects.toMatchObject({ code: 'internal' });
    });
    it.each(['demo.constructor', 'demo.__proto__', 'constructor.name', '__proto__.echo', 'demo', '', 'demo.toString'])(
      'has no operation called "%s"',
      async (op) => {
        const { wire } = await start();
        const raw = await signedIn(wire);
        raw.send({ type: 'call', id: '1', op, input: {} });
        expect(await raw.next('fail')).toMatchObject({ id: '1', error: { code: 'not_found' } });
      },
    );
    it('lets each access call exactly what it may [T08]', async () => {
      const { clientOf } = await start();
      const codes: Record<string, string[]> = {};
      for (const token of ['owner-token', 'member-token', 'api-token']) {
        const { api } = clientOf({ token: () => token });
        const code = (call: Promise<unknown>) =>
          call.then(
            () => 'ok',
            (e: { code: string }) => e.code,
          );
        codes[token] = await Promise.all([
          code(api.demo.echo({ text: '' })),
          code(api.demo.members({})),
          code(api.demo.keys({})),
          code(api.demo.add({ by: 1 })),
        ]);
      }
      expect(codes).toEqual({
        'owner-token': ['ok', 'ok', 'ok', 'ok'],
        'member-token': ['forbidden', 'ok', 'ok', 'forbidden'],
        'api-token': ['forbidden', 'forbidden', 'ok', 'forbidden'],
      });
    });
    it('ignores frames it does not know and goes on', async () => {
      const { wire } = await start();
      const raw = await signedIn(wire);
      raw.port.send('not json {');
      raw.send({ type: 'dance' });
      raw.send([1, 2]);
      raw.send({ type: 'hello', protocol: 1 });
      raw.send({ type: 'cancel', id: 'nobody' });
      raw.send({ type: 'call', id: '1', op: 'demo.echo', input: { text: 'still here' }, extra: true });
      expect(await raw.next('ok')).toMatchObject({ output: { text: 'still here' } });
    });
    it('answers a call whose frame is damaged', async () => {
      const { wire } = await start();
      const raw = await signedIn(wire);
      raw.send({ type: 'call', id: '1', op: 'demo.add', input: { by: 1 }, commandId: 'white space' });
      expect(await raw.next('fail')).toMatchObject({
        error: { code: 'invalid_input', details: { path: ['commandId'] } },
      });
      raw.send({ type: 'call', id: '2', op: 'demo.add', input: { by: 1 } });
      expect(await raw.next('fail')).toMatchObject({ id: '2', error: { code: 'invalid_input' } });
      raw.send({ type: 'open', id: '3', op: 'demo.echo', input: {} });
      expect(await raw.next('fail')).toMatchObject({ id: '3', error: { code: 'unsupported' } });
    });
    it('closes on a frame above the bound [T09]', async () => {
      const { wire } = await start({ postAuthBytes: 200_000 });
      const raw = await signedIn(wire);
      raw.send({ type: 'call', id: '1', op: 'demo.echo', input: { text: 'x'.repeat(150_000) } });
      await raw.next('ok');
      raw.send({ type: 'call', id: '2', op: 'demo.echo', input: { text: 'ü'.repeat(150_000) } });
      expect((await raw.closed).code).toBe(closeCodes.tooLarge);
    });
    it('carries a cancel to the handler within 50 ms', async () => {
      const { clientOf, demo } = await start();
      const stop = new AbortController();
      const call = clientOf().api.demo.wait({}, { signal: stop.signal });
      await demo.begun;
      const at = performance.now();
      stop.abort();
      await expect(call).rejects.toMatchObject({ code: 'cancelled' });
      await demo.stopped;
      expect(performance.now() - at).toBeLessThan(50);
    });
    it('stops a query when its connection breaks', async () => {
      const { wire, demo } = await start();
      const raw = await signedIn(wire);
      raw.send({ type: 'call', id: '1', op: 'demo.wait', input: {} });
      await demo.begun;
      wire.cut();
      await demo.stopped;
    });
    it('refuses more open calls than the bound, and the client keeps within it', async () => {
      const { wire, clientOf } = await start();
      const raw = await signedIn(wire);
      for (let i = 0; i < 257; i += 1) raw.send({ type: 'call', id: `w${i}`, op: 'demo.wait', input: {} });
      expect(await raw.next('fail')).toMatchObject({ id: 'w256', error: { code: 'rate_limited' } });
      const { api } = clientOf();
      const answers = await Promise.all(Array.from({ length: 600 }, (_, i) => api.demo.echo({ text: `${i}` })));
      expect(answers[599]).toEqual({ text: '599' });
    });
    it('carries out a command once, however often its id is sent', async () => {
      const { clientOf, demo } = await start();
      const { api } = clientOf();
      const commandId = CommandId.parse('same');
      const [a, b] = await Promise.all([
        api.demo.add({ by: 5 }, { commandId }),
        api.demo.add({ by: 5 }, { commandId }),
      ]);
      expect([a, b, await api.demo.add({ by: 5 }, { commandId })]).toEqual(Array(3).fill({ count: 5 }));
      await api.demo.add({ by: 1 });
      expect(demo.count()).toBe(6);
    });
    it('keeps commands of different people apart', async () => {
      const { wire, demo } = await start();
      const commandId = 'same';
      for (const token of ['owner-token', 'owner-token']) {
        const raw = await signedIn(wire, token);
        raw.send({ type: 'call', id: '1', op: 'demo.add', input: { by: 1 }, commandId });
        await raw.next('ok');
      }
      const member = await signedIn(wire, 'member-token');
      member.send({ type: 'call', id: '1', op: 'demo.add', input: { by: 1 }, commandId });
      expect(await member.next('fail')).toMatchObject({ error: { code: 'forbidden' } });
      expect(demo.count()).toBe(1);
    });
  });

  describe(`wire over ${name}: a cut`, () => {
    it('asks an open query again and sends a command again without doing it twice', async () => {
      const { clientOf, demo, wire, connections } = await start();
      const client = clientOf();
      const add = client.api.demo.slowAdd({ by: 7 });
      await demo.begun;
      wire.cut();
      const echo = client.api.demo.echo({ text: 'after' });
      expect(await echo).toEqual({ text: 'after' });
      demo.release();
      expect(await add).toEqual({ count: 7 });
      expect(demo.count()).toBe(7);
      expect(connections()).toBe(2);
    });
    it('lets a command be cancelled over the connection that followed', async () => {
      const { clientOf, demo, wire } = await start();
      const { api } = clientOf();
      const stop = new AbortController();
      const add = api.demo.slowAdd({ by: 7 }, { signal: stop.signal });
      await demo.begun;
      wire.cut();
      await api.demo.echo({ text: 'back' });
      stop.abort();
      await expect(add).rejects.toMatchObject({ code: 'cancelled' });
      await demo.stopped;
      expect(demo.count()).toBe(0);
    });
    it('goes on with a stream without loss or repeat', async () => {
      const { clientOf, demo, wire } = await start();
      const client = clientOf();
      const seen: StreamItem<TickItem>[] = [];
      const reading = (async () => {
        for await (const item of client.api.demo.ticks({})) {
          seen.push(item);
          const { data } = item;
          if (data.type === 'snapshot') demo.tick();
          else if (data.n === 30) return;
          else if (data.n % 10 === 0) {
            wire.cut();
            for (let i = 0; i < 5; i += 1) demo.tick();
          } else if (data.n === demo.count()) demo.tick();
        }
      })();
      await reading;
      expect(ticksOf(seen)).toEqual(['snapshot 0', ...Array.from({ length: 30 }, (_, i) => i + 1)]);
    });
    it('takes a fresh snapshot when too much happened meanwhile', async () => {
      const { clientOf, demo, wire } = await start({}, { events: 8, bytes: 1_000_000 });
      const client = clientOf();
      const items = client.api.demo.ticks({})[Symbol.asyncIterator]();
      await items.next();
      wire.cut();
      for (let i = 0; i < 20; i += 1) demo.tick();
      expect((await items.next()).value.data).toEqual({ type: 'snapshot', count: 20 });
      demo.tick();
      expect((await items.next()).value.data).toMatchObject({ type: 'tick', n: 21 });
    });
    it('fails open calls at once where no reconnect is wanted', async () => {
      const { clientOf, demo, wire } = await start();
      const call = clientOf({ reconnect: false }).api.demo.wait({});
      await demo.begun;
      wire.cut();
      await expect(call).rejects.toMatchObject({ code: 'unavailable', details: { reason: 'offline' } });
    });
    it('comes back after the server asked everybody to leave', async () => {
      const { clientOf, server } = await start();
      const client = clientOf();
      await client.api.demo.echo({ text: '' });
      const offline = new Promise<void>((resolve) => client.onState((s) => s === 'offline' && resolve()));
      server.abort();
      await offline;
      expect(client.lastError()).toMatchObject({ code: 'unavailable' });
    });
  });

  describe(`wire over ${name}: streams`, () => {
    it('ends quietly on abort and stops the handler', async () => {
      const { clientOf, demo } = await start();
      const stop = new AbortController();
      const items = clientOf().api.demo.ticks({}, { signal: stop.signal })[Symbol.asyncIterator]();
      await items.next();
      const last = items.next();
      stop.abort();
      expect(await last).toEqual({ done: true, value: undefined });
      demo.tick();
    });
    it('resumes from a cursor that the reader kept', async () => {
      const { clientOf, demo } = await start();
      const { api } = clientOf();
      const items = api.demo.ticks({});
      const first = take(items, 2);
      await api.demo.echo({ text: '' });
      demo.tick();
      const [, second] = await first;
      demo.tick();
      const after = second?.cursor;
      expect(ticksOf(await take(api.demo.ticks({}, after === undefined ? {} : { after }), 1))).toEqual([2]);
    });
    it('fails a broken stream with the items before', async () => {
      const { clientOf } = await start();
      const items = clientOf().api.demo.broken({})[Symbol.asyncIterator]();
      expect((await items.next()).value.data.type).toBe('snapshot');
      await expect(items.next()).rejects.toMatchObject({ code: 'internal' });
    });
    it('bounds what waits for a client that does not read, and gives it a fresh snapshot', async () => {
      const ring = { events: 64, bytes: 8 * 1024 * 1024 };
      const { clientOf, demo, wire } = await start({ highWaterBytes: 64 * 1024 }, ring);
      const client = clientOf();
      const items = client.api.demo.ticks({})[Symbol.asyncIterator]();
      await items.next();
      wire.pause();
      const pad = 'x'.repeat(50_000);
      const total = 600;
      for (let i = 0; i < total; i += 1) {
        demo.tick(pad);
        if (i % 20 === 0) await new Promise((resolve) => setImmediate(resolve));
      }
      wire.resume();
      const seen: TickItem[] = [];
      let last = 0;
      while (last < total) {
        const { data } = (await items.next()).value;
        seen.push(data);
        if (data.type === 'tick') expect(data.n).toBe(last + 1);
        last = data.type === 'tick' ? data.n : data.count;
      }
      expect(seen.filter((item) => item.type === 'snapshot').length).toBeGreaterThan(0);
      expect(seen.length).toBeLessThan(total);
    });
    it('keeps everything for a reader that is slow only on its own side', async () => {
      const { clientOf, demo } = await start({}, { events: 10_000, bytes: 64 * 1024 * 1024 });
      const { api } = clientOf();
      const items = api.demo.ticks({})[Symbol.asyncIterator]();
      await items.next();
      for (let i = 0; i < 3_000; i += 1) demo.tick();
      await api.demo.echo({ text: 'everything before has arrived' });
      for (let n = 1; n <= 3_000; n += 1) expect((await items.next()).value.data.n).toBe(n);
    });
  });

  describe(`wire over ${name}: heartbeat`, () => {
    it('answers a ping', async () => {
      const { wire } = await start();
      const raw = await signedIn(wire);
      raw.send({ type: 'ping' });
      expect(await raw.next('pong')).toEqual({ type: 'pong' });
    });
    it('pings a silent client and closes one that is dead', async () => {
      const { wire } = await start({ heartbeatMs: 40 });
      const raw = await signedIn(wire);
      await raw.next('ping');
      expect((await raw.closed).code).toBe(closeCodes.timeout);
    });
    it('keeps a quiet but living connection', async () => {
      const { clientOf, connections } = await start({ heartbeatMs: 100 });
      const client = clientOf({ heartbeatMs: 100 });
      await client.api.demo.echo({ text: '' });
      await systemClock.sleep(350, new AbortController().signal);
      await client.api.demo.echo({ text: '' });
      expect(connections()).toBe(1);
    });
    it('leaves a server that fell silent', async () => {
      const dumb = await createWire((port) => {
        port.onMessage((text) => {
          if (JSON.parse(text).type === 'hello')
            port.send(JSON.stringify({ type: 'welcome', protocol: protocolVersion, version: '1', epoch: 'e' }));
        });
      });
      open.push(() => dumb.close());
      const client = createClient(demoContract, { connect: dumb.connect, heartbeatMs: 30 });
      open.push(() => client.close());
      await new Promise<void>((resolve) => client.onState((s) => s === 'online' && resolve()));
      await new Promise<void>((resolve) => client.onState((s) => s === 'offline' && resolve()));
    });
  });
}
