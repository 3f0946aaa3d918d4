// The weather station: it lives in our own process, for it takes nothing while nobody is connected to it.
import { throwIfAborted } from '#main/platform/base/abort.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { LineFault } from '../../../port/virtual.ts';
import type { Board } from '../board.ts';
import { answerLine, freshStation, readingLine, type StationState } from './weather-commands.ts';
import { weatherAt } from './weather-model.ts';

export type WeatherBoard = Board & { cause(fault: LineFault): void };

const maxLineBytes = 256;
/** No UTF-8 anywhere in it, and an end of line in the middle. */
const garbage = Uint8Array.from([0xff, 0xfe, 0x00, 0x80, 0xc3, 0x28, 0x0a, 0xf0, 0x9f, 0x07, 0x1b, 0x5b, 0x32, 0x4a]);

/** One connection to it: what it was told, and when it speaks next. */
class Station {
  #state: StationState = freshStation;
  #line = '';
  #cutNext = false;
  #isSilent = false;
  #cancel = () => {};
  readonly #since: number;
  readonly #o: { clock: Clock; seed: number; send: (bytes: Uint8Array) => void };

  constructor(o: { clock: Clock; seed: number; send: (bytes: Uint8Array) => void }) {
    this.#o = o;
    this.#since = o.clock.monotonic();
    this.#arm();
  }

  #now() {
    const { clock, seed } = this.#o;
    return { uptimeMs: clock.monotonic() - this.#since, weather: weatherAt(seed, clock.now()) };
  }

  #arm(): void {
    this.#cancel();
    const { intervalMs } = this.#state;
    if (intervalMs === 0) return;
    this.#cancel = this.#o.clock.after(intervalMs, () => {
      const { uptimeMs, weather } = this.#now();
      this.#say(readingLine(this.#state.format, uptimeMs, weather));
      this.#arm();
    });
  }

  #say(line: string): void {
    if (this.#isSilent) return;
    const cut = this.#cutNext;
    this.#cutNext = false;
    this.#o.send(Buffer.from(cut ? line.slice(0, Math.ceil(line.length / 2)) : `${line}\n`));
  }

  #obey(line: string): void {
    const { intervalMs } = this.#state;
    const answer = answerLine(line, this.#state, this.#now());
    this.#state = answer.state;
    for (const text of answer.lines) this.#say(text);
    if (intervalMs !== answer.state.intervalMs) this.#arm();
  }

  take(bytes: Uint8Array): void {
    for (const byte of bytes) {
      if (byte !== 0x0a) {
        if (this.#line.length < maxLineBytes) this.#line += String.fromCharCode(byte);
        continue;
      }
      const line = this.#line;
      this.#line = '';
      this.#obey(line);
    }
  }

  suffer(fault: LineFault): void {
    if (fault === 'garbage' && !this.#isSilent) this.#o.send(garbage);
    if (fault === 'cut') this.#cutNext = true;
    if (fault === 'silence') this.#isSilent = true;
  }

  end(): void {
    this.#cancel();
  }
}

/** `seed`: two stations of one seed tell the same at the same time. */
export function startWeatherBoard(o: { clock: Clock; seed: number }): WeatherBoard {
  let station: Station | undefined;
  let tellGone = () => {};
  const gone = new Promise<void>((resolve) => {
    tellGone = resolve;
  });
  const stop = () => {
    station?.end();
    tellGone();
  };
  return {
    gone,
    plug(onBytes) {
      const mine = new Station({ ...o, send: onBytes });
      station = mine;
      return {
        async write(bytes, signal) {
          throwIfAborted(signal);
          mine.take(bytes);
        },
        unplug() {
          mine.end();
          station = undefined;
        },
      };
    },
    async stop() {
      stop();
    },
    cause(fault) {
      if (fault === 'unplug') stop();
      else station?.suffer(fault);
    },
  };
}
