// What every wire family must do, whatever arrives: run by each family over real HTTP and over bytes in any pieces.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { neverAborts } from '#main/platform/base/abort.ts';
import type { CreateProvider, FamilyDeps } from '../family.ts';
import type { Provider } from '../port.ts';
import { type FaultServer, sse, startFaultServer, status } from './fault-server.ts';
import { collect, fakeDeps, lastOf, makeConfig, makeDeps, makeRequest, textOf } from './make-config.ts';
import { bytesOf, type Script, type Wire, type WireEnd, wireFetch } from './wires.ts';

export type SuiteSubject = {
  readonly vendor: string;
  readonly api: 'chat' | 'responses';
  readonly create: CreateProvider;
  readonly wire: Wire;
};

const hello: Script = { parts: [{ type: 'text', text: 'Hällo 👋🏽 wörld' }], stop: 'end' };
const withCall: Script = {
  parts: [
    { type: 'text', text: 'I look: ' },
    { type: 'call', id: 'call_abcdefghijklmnopqrstuvwx', name: 'read_file', json: '{"path":"nöte 📝.txt"}' },
  ],
  stop: 'tools',
  // Few and large deltas: every byte of them is tried as a place to cut.
  step: 14,
};

/** Of each of the three wires: more than 20,000 in all. */
const fuzzedStreams = 6_700;

export function describeProvider(name: string, subject: SuiteSubject): void {
  const make = (baseUrl: string, deps: FamilyDeps = makeDeps()): Provider =>
    subject.create(makeConfig(subject.vendor, baseUrl, { api: subject.api }), deps);
  const { wire } = subject;
  let bytesFetch = wireFetch([]);
  const inMemory = make('http://vendor.test', makeDeps({ fetch: (input, init) => bytesFetch(input, init) }));
  const over = (chunks: readonly Uint8Array[], end: WireEnd = 'close') => {
    bytesFetch = wireFetch(chunks, end);
    return collect(inMemory.stream(makeRequest(), neverAborts));
  };

  describe(`${name}: bytes in any pieces`, () => {
    const text = wire.events(withCall).join('');
    const bytes = bytesOf(text);
    /** Before this byte nobody can know that the answer is whole. */
    const told = bytesOf(text.slice(0, text.indexOf(wire.stopMark))).length;

    it('gives the same answer wherever the stream is split in two [R08]', async () => {
      for (let at = 1; at < bytes.length; at += 1) {
        const events = await over([bytes.subarray(0, at), bytes.subarray(at)]);
        expect(lastOf(events)).toMatchObject({
          type: 'finish',
          stopReason: 'tool_calls',
          parts: [
            { type: 'text', text: 'I look: ' },
            { type: 'tool_call', name: 'read_file', input: { path: 'nöte 📝.txt' } },
          ],
        });
      }
    });

    it.each(['cut', 'close'] as const)(
      'keeps the partial answer and no half tool call when the stream ends early by %s, at every byte [R08]',
      async (end) => {
        for (let at = 0; at < bytes.length; at += 1) {
          const events = await over([bytes.subarray(0, at)], end);
          const last = lastOf(events);
          expect('I look: '.startsWith(textOf(events))).toBe(true);
          for (const part of last.parts)
            if (part.type === 'tool_call') expect(part.input).toEqual({ path: 'nöte 📝.txt' });
          if (at <= told) expect(last.type, `cut at byte ${at}`).toBe('error');
          if (last.type === 'error')
            expect(['stream_cut', 'bad_stream', 'network']).toContain(last.error.details?.reason);
        }
      },
    );

    it('reads one byte at a time, with CRLF, comments, empty lines and unknown fields [R08]', async () => {
      const text = wire
        .events(hello)
        .map((event) => `: keep-alive\r\nid: 7\r\nretry: 10\r\n${event.replaceAll('\n', '\r\n')}\r\n`)
        .join('');
      const events = await over([...bytesOf(text)].map((byte) => Uint8Array.of(byte)));
      expect(lastOf(events)).toMatchObject({
        type: 'finish',
        parts: [{ text: 'Hällo 👋🏽 wörld' }],
        stopReason: 'end',
      });
    });

    it('ends once, whatever is mixed into the stream [R08]', async () => {
      const pieces = [
        ...wire.events(withCall),
        ...wire.events(hello),
        'data: {"broken\n\n',
        'data: null\n\n',
        'data: []\n\n',
        'data: "text"\n\n',
        'data: {}\n\n',
        'event: ping\ndata: {"type":"ping"}\n\n',
        'event: nonsense\ndata: {"type":"nonsense","index":-1}\n\n',
        ': comment\n\n',
        '\u0000\uFFFF\n\n',
        'data: [DONE]\n\n',
        wire.errorEvent('overloaded_error', 'Overloaded'),
      ];
      const mixed = fc.array(fc.constantFrom(...pieces), { maxLength: 14 });
      const cuts = fc.array(fc.nat(), { maxLength: 4 });
      const ends = fc.constantFrom<WireEnd>('close', 'cut');
      await fc.assert(
        fc.asyncProperty(mixed, cuts, ends, async (events, at, end) => {
          const all = bytesOf(events.join(''));
          const marks = [...new Set(at.map((mark) => mark % (all.length + 1)))].sort((a, b) => a - b);
          const chunks = [0, ...marks].map((mark, index) => all.subarray(mark, marks[index] ?? all.length));
          const last = lastOf(await over(chunks, end));
          for (const part of last.parts)
            if (part.type === 'tool_call') expect(typeof part.input === 'object' && part.input !== null).toBe(true);
        }),
        { numRuns: fuzzedStreams, seed: 7 },
      );
    }, 120_000);

    it('refuses a line without end before it fills the memory [R08] [R15]', async () => {
      const megabyte = bytesOf('x'.repeat(1024 * 1024));
      const events = await over([bytesOf('data: '), ...Array.from({ length: 12 }, () => megabyte)], 'hang');
      expect(lastOf(events)).toMatchObject({
        type: 'error',
        error: { code: 'provider_failed', details: { reason: 'bad_stream' } },
      });
    });

    it('gives up on an answer without end before it fills the memory [R15]', async () => {
      const long: Script = {
        parts: [{ type: 'text', text: 'x'.repeat(17 * 1024 * 1024) }],
        stop: 'end',
        step: 1024 * 1024,
      };
      const last = lastOf(await over(wire.events(long).map(bytesOf)));
      expect(last).toMatchObject({ type: 'error', error: { details: { reason: 'bad_stream' } } });
    });

    it('tells two calls apart that carry the same id', async () => {
      const id = 'call_abcdefghijklmnopqrstuvwx';
      const script: Script = {
        parts: [
          { type: 'call', id, name: 'read_file', json: '{"path":"a"}' },
          { type: 'call', id, name: 'read_file', json: '{"path":"b"}' },
        ],
        stop: 'tools',
      };
      const last = lastOf(await over([bytesOf(wire.events(script).join(''))]));
      const calls = last.parts.filter((part) => part.type === 'tool_call');
      expect(calls.map((call) => call.input)).toEqual([{ path: 'a' }, { path: 'b' }]);
      expect(new Set(calls.map((call) => call.callId)).size).toBe(2);
    });

    it('never returns a call whose JSON did not complete, and says why the answer ended [R08]', async () => {
      const half = (stop: Script['stop']): Script => ({
        parts: [
          { type: 'text', text: 'Now' },
          { type: 'call', id: 'call_1', name: 'read_file', json: '{"path":"a' },
        ],
        stop,
      });
      const cut = lastOf(await over([bytesOf(wire.events(half('length')).join(''))]));
      expect(cut).toMatchObject({ type: 'finish', stopReason: 'max_output', parts: [{ type: 'text', text: 'Now' }] });
      const broken = lastOf(await over([bytesOf(wire.events(half('tools')).join(''))]));
      expect(broken.parts).toEqual([{ type: 'text', text: 'Now' }]);
    });

    it('passes a refusal on as one, and an empty answer as an error that may be tried again', async () => {
      const refused = lastOf(
        await over([bytesOf(wire.events({ parts: [{ type: 'text', text: 'No.' }], stop: 'refused' }).join(''))]),
      );
      expect(refused).toMatchObject({ type: 'finish', stopReason: 'refused', parts: [{ text: 'No.' }] });
      const empty = lastOf(await over([bytesOf(wire.events({ parts: [], stop: 'end' }).join(''))]));
      expect(empty).toMatchObject({ type: 'error', error: { retryable: true, details: { reason: 'empty_answer' } } });
    });

    it('reads an error that comes after 200, with the partial answer [R08]', async () => {
      const some = wire.events(hello).slice(0, 4).join('');
      const last = lastOf(await over([bytesOf(some + wire.errorEvent('overloaded_error', 'Overloaded'))]));
      expect(last).toMatchObject({ type: 'error', error: { code: 'unavailable', details: { reason: 'overloaded' } } });
      expect(last.parts).toHaveLength(1);
    });
  });

  describe(`${name}: time and abort`, () => {
    it('gives up after 60 s of silence and keeps what had come [R08]', async () => {
      const some = bytesOf(wire.events(hello).slice(0, 4).join(''));
      const { clock, deps } = fakeDeps({ fetch: wireFetch([some], 'hang') });
      const running = collect(make('http://vendor.test', deps).stream(makeRequest(), neverAborts));
      for (let waited = 0; waited < 20 && clock.pending() === 0; waited += 1)
        await new Promise((resolve) => setTimeout(resolve, 50));
      await clock.advance(1);
      await clock.advance(59_000);
      const state = await Promise.race([running.then(() => 'ended'), Promise.resolve('waiting')]);
      expect(state).toBe('waiting');
      await clock.advance(2_000);
      const last = lastOf(await running);
      expect(last).toMatchObject({ type: 'error', error: { code: 'timeout', details: { reason: 'model_silent' } } });
      expect(last.parts).toMatchObject([{ type: 'text' }]);
    });

    it('gives up on a vendor that accepts the request and never answers [R08]', async () => {
      const never: FamilyDeps['fetch'] = (_input, init) =>
        new Promise((_resolve, reject) => init?.signal?.addEventListener('abort', () => reject(init.signal?.reason)));
      const { clock, deps } = fakeDeps({ fetch: never });
      const running = collect(make('http://vendor.test', deps).stream(makeRequest(), neverAborts));
      for (let waited = 0; waited < 20 && clock.pending() === 0; waited += 1)
        await new Promise((resolve) => setTimeout(resolve, 50));
      await clock.advance(61_000);
      expect(lastOf(await running)).toMatchObject({ type: 'error', error: { code: 'timeout' } });
    });
  });

  describe(`${name}: over HTTP`, () => {
    let server: FaultServer;
    beforeAll(async () => {
      server = await startFaultServer();
    });
    afterAll(() => server.close());
    const ask = (signal = neverAborts) => collect(make(server.url).stream(makeRequest(), signal));

    it('streams text and counts tokens, cached ones apart', async () => {
      server.answer(sse(wire.events(hello)));
      const events = await ask();
      expect(textOf(events)).toBe('Hällo 👋🏽 wörld');
      expect(events.filter((event) => event.type === 'text-delta').length).toBeGreaterThan(1);
      expect(lastOf(events)).toMatchObject({
        type: 'finish',
        stopReason: 'end',
        usage: { inputTokens: 20, cacheReadTokens: 100, outputTokens: 9 },
      });
    });

    it('ends as cancelled with the parts so far, and closes the connection, when stopped in mid-stream [T42]', async () => {
      let closed: () => void = () => {};
      const gone = new Promise<void>((resolve) => {
        closed = resolve;
      });
      server.answer((response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(wire.events(hello).slice(0, 3).join(''));
        response.on('close', () => closed());
      });
      const stop = new AbortController();
      const events = [];
      for await (const event of make(server.url).stream(makeRequest(), stop.signal)) {
        events.push(event);
        if (event.type === 'text-delta') stop.abort();
      }
      const last = lastOf(events);
      expect(last).toMatchObject({ type: 'finish', stopReason: 'cancelled', parts: [{ type: 'text' }] });
      await gone;
    });

    it('does not ask at all when stopped before', async () => {
      const before = server.received.length;
      const events = await ask(AbortSignal.abort());
      expect(events).toEqual([expect.objectContaining({ type: 'finish', stopReason: 'cancelled', parts: [] })]);
      expect(server.received.length).toBe(before);
    });

    it('lets the connection go when the reader leaves early', async () => {
      let closed: () => void = () => {};
      const gone = new Promise<void>((resolve) => {
        closed = resolve;
      });
      server.answer((response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(wire.events(hello).slice(0, 3).join(''));
        response.on('close', () => closed());
      });
      for await (const event of make(server.url).stream(makeRequest(), neverAborts))
        if (event.type === 'text-delta') break;
      await gone;
    });

    it.each([
      [
        401,
        { error: { message: 'Incorrect API key provided', type: 'invalid_request_error', code: 'invalid_api_key' } },
        'unauthenticated',
        'key_wrong',
      ],
      [402, { error: { message: 'Insufficient Balance' } }, 'forbidden', 'no_credit'],
      [
        429,
        { error: { message: 'You exceeded your current quota', code: 'insufficient_quota' } },
        'forbidden',
        'no_credit',
      ],
      [
        400,
        {
          type: 'error',
          error: { type: 'invalid_request_error', message: 'Your credit balance is too low to access the API' },
        },
        'forbidden',
        'no_credit',
      ],
      [429, { error: { message: 'Rate limit reached', type: 'rate_limit_error' } }, 'rate_limited', 'rate_limited'],
      [529, { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }, 'unavailable', 'overloaded'],
      [503, 'upstream connect error', 'unavailable', 'overloaded'],
      [500, { error: { message: 'The server had an error' } }, 'unavailable', 'server_error'],
      [502, '<html><body>Bad gateway</body></html>', 'unavailable', 'server_error'],
      [
        400,
        { error: { message: "This model's maximum context length is 8192 tokens", code: 'context_length_exceeded' } },
        'context_overflow',
        'context_overflow',
      ],
      [
        400,
        {
          type: 'error',
          error: { type: 'invalid_request_error', message: 'prompt is too long: 210000 tokens > 200000 maximum' },
        },
        'context_overflow',
        'context_overflow',
      ],
      [413, { error: { message: 'Request too large' } }, 'context_overflow', 'context_overflow'],
      [
        404,
        {
          error: { message: 'The model `x` does not exist or you do not have access to it.', code: 'model_not_found' },
        },
        'not_found',
        'unknown_model',
      ],
      [404, { error: 'model "llama9" not found, try pulling it first' }, 'not_found', 'unknown_model'],
      [404, '404 page not found', 'not_found', 'wrong_address'],
      [
        400,
        { error: { message: 'registry.ollama.ai/library/gemma does not support tools' } },
        'unsupported',
        'no_tools',
      ],
      [403, { error: { message: 'Your request was flagged by moderation' } }, 'forbidden', 'vendor_policy'],
      [
        400,
        { error: { code: 'content_policy_violation', message: 'rejected as a result of our safety system' } },
        'forbidden',
        'vendor_policy',
      ],
      [
        400,
        [
          {
            error: {
              code: 400,
              message: 'API key not valid. Please pass a valid API key.',
              status: 'INVALID_ARGUMENT',
            },
          },
        ],
        'unauthenticated',
        'key_wrong',
      ],
      [422, { detail: [{ msg: 'extra fields not permitted' }] }, 'provider_failed', 'bad_request'],
    ])('reads %i %j as %s/%s [R07]', async (...[code, body, expected, reason]) => {
      server.answer(status(code, body));
      const last = lastOf(await ask());
      expect(last).toMatchObject({ type: 'error', parts: [], error: { code: expected, details: { reason } } });
      expect(last.type === 'error' && last.error.message).toMatch(/\.$/);
    });

    it.each([
      [{ 'retry-after': '7' }, 7_000],
      [{ 'retry-after-ms': '1500' }, 1_500],
      [{ 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '1m2s' }, 62_000],
      [{ 'x-ratelimit-remaining-tokens': '12', 'x-ratelimit-reset-tokens': '9s' }, undefined],
    ])('reads how long to wait from %j [R07]', async (headers, expected) => {
      server.answer(status(429, { error: { message: 'slow down' } }, headers));
      const last = lastOf(await ask());
      expect(last.type === 'error' && last.error.details?.retryAfterMs).toBe(expected);
    });

    it('says so when nothing listens, and never repeats the key that a vendor echoes [R07] [T33]', async () => {
      const gone = lastOf(await collect(make('http://127.0.0.1:1').stream(makeRequest(), neverAborts)));
      expect(gone).toMatchObject({
        type: 'error',
        error: { code: 'unavailable', retryable: true, details: { reason: 'network' } },
      });
      server.answer(status(401, { error: { message: 'Wrong key: sk-test-0123456789abcdef' } }));
      expect(JSON.stringify(await ask())).not.toContain('sk-test-0123456789abcdef');
    });

    it('does not follow a redirect with the key in hand [T33]', async () => {
      const before = server.received.length;
      server.answer(status(307, '', { location: 'http://127.0.0.1:9/steal' }));
      expect(lastOf(await ask())).toMatchObject({ type: 'error', error: { details: { reason: 'redirected' } } });
      expect(server.received.length).toBe(before + 1);
    });

    it('tells the vendor nothing about this machine and nothing from its environment', async () => {
      server.answer(sse(wire.events(hello)));
      await ask();
      const names = Object.keys(server.received.at(-1)?.headers ?? {});
      const allowed = [
        'accept',
        'accept-encoding',
        'accept-language',
        'anthropic-version',
        'authorization',
        'connection',
        'content-length',
        'content-type',
        'host',
        'sec-fetch-mode',
        'user-agent',
        'x-api-key',
      ];
      expect(names.filter((header) => !allowed.includes(header))).toEqual([]);
    });

    it('sends lone surrogates as replacement characters [R16]', async () => {
      server.answer(sse(wire.events(hello)));
      const request = makeRequest({ messages: [{ role: 'user', parts: [{ type: 'text', text: 'a\ud83db' }] }] });
      await collect(make(server.url).stream(request, neverAborts));
      expect(server.received.at(-1)?.text).toContain('a\ufffdb');
    });
  });
}
