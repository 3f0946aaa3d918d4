// A fetch that cannot hang, be led elsewhere with a key in hand, or fill the memory with one endless line.
import { AppError } from '#main/contract/errors.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Fetch } from './family.ts';

export type WatchLimits = {
  /** From request to the first byte of the body; a local model may be loading from disk. */
  readonly firstByteMs: number;
  /** Between two bytes of the body. */
  readonly idleMs: number;
  readonly maxLineBytes: number;
};

export const watchLimits: WatchLimits = { firstByteMs: 60_000, idleMs: 60_000, maxLineBytes: 8 * 1024 * 1024 };
/** Room to load a large model, or to think before the first word. */
export const slowFirstByteMs = 300_000;

export type WatchOptions = {
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly label: string;
  readonly limits: WatchLimits;
  /** The headers that leave; SDKs add some that tell about this machine. */
  readonly headers?: (given: Headers) => Headers;
  /** What an answer that says no is turned into; `body` is its first 64 KiB. */
  readonly refusal: (response: Response, body: string) => Error;
};

const silent = (label: string) =>
  new AppError('timeout', `${label} stopped answering. Try again, or choose another model.`, {
    details: { reason: 'model_silent', facts: { vendor: label } },
  });

const endlessLine = (label: string) =>
  new AppError('provider_failed', `${label} sent an answer that cannot be read. Try again.`, {
    details: { reason: 'bad_stream', facts: { vendor: label } },
    retryable: true,
  });

const redirected = (label: string, to: string | null) =>
  new AppError(
    'provider_failed',
    `${label} points to another address. Enter the final address in Settings > Models and keys.`,
    {
      details: { reason: 'redirected', facts: { vendor: label, address: hostOf(to) } },
    },
  );

function hostOf(location: string | null): string {
  if (location === null || !URL.canParse(location)) return '';
  return new URL(location).origin;
}

/** Ends the request through `stop` when nothing has come for the given time. */
function createWatchdog(clock: Clock, onSilence: () => void) {
  let cancel = () => {};
  return {
    expect(ms: number) {
      cancel();
      cancel = clock.after(ms, onSilence);
    },
    stop: () => cancel(),
  };
}

/** The length of the line that is still open after this chunk. */
function openLine(before: number, chunk: Uint8Array): { longest: number; open: number } {
  const first = chunk.indexOf(10);
  if (first < 0) return { longest: before + chunk.length, open: before + chunk.length };
  return { longest: before + first, open: chunk.length - 1 - chunk.lastIndexOf(10) };
}

type Body = ReadableStream<Uint8Array>;

function watchBody(body: Body, o: WatchOptions, watch: { expect(ms: number): void; stop(): void }): Body {
  const reader = body.getReader();
  let open = 0;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) {
          watch.stop();
          return controller.close();
        }
        const line = openLine(open, value);
        open = line.open;
        if (Math.max(line.longest, line.open) > o.limits.maxLineBytes) throw endlessLine(o.label);
        watch.expect(o.limits.idleMs);
        controller.enqueue(value);
      } catch (error) {
        watch.stop();
        reader.cancel().catch(() => {}); // the connection is given up; its own failure has no reader
        controller.error(error);
      }
    },
    async cancel(reason) {
      watch.stop();
      await reader.cancel(reason);
    },
  });
}

const refusalBytes = 64 * 1024;

async function readStart(body: Body): Promise<string> {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let text = '';
  for (let taken = 0; taken < refusalBytes; ) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    taken += value.length;
    text += decoder.decode(value, { stream: true });
  }
  await reader.cancel();
  return text;
}

/** Rejects, or errors the body, with an AppError when the server is silent, redirects or sends an endless line. */
export function createWatchedFetch(o: WatchOptions): Fetch {
  return async (input, init = {}) => {
    const stop = new AbortController();
    const signal = init.signal ? AbortSignal.any([init.signal, stop.signal]) : stop.signal;
    const watch = createWatchdog(o.clock, () => stop.abort(silent(o.label)));
    watch.expect(o.limits.firstByteMs);
    try {
      const given = new Headers(init.headers);
      const headers = o.headers?.(given) ?? given;
      const response = await o.fetch(input, { ...init, headers, signal, redirect: 'manual' });
      if (response.status >= 300 && response.status < 400) throw redirected(o.label, response.headers.get('location'));
      if (response.body === null) {
        watch.stop();
        if (!response.ok) throw o.refusal(response, '');
        return response;
      }
      const body = watchBody(response.body, o, watch);
      if (!response.ok) throw o.refusal(response, await readStart(body));
      return new Response(body, { status: response.status, headers: response.headers });
    } catch (error) {
      watch.stop();
      throw stop.signal.aborted ? stop.signal.reason : error;
    }
  };
}
