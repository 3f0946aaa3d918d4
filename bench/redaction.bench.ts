// What it costs to take known keys out of a text before it is stored, shown or sent.
import { randomBytes } from 'node:crypto';
import { createRedactor, type Redactor } from '../src-main/platform/base/log.ts';
import { type Benchmark, type Figure, median } from './support/figures.ts';

const size = 100_000;
const rounds = 200;
const texts: Readonly<Record<string, string>> = {
  prose: 'The quick brown fox jumps over the lazy dog; sk-ant is no key, and neither is eyJ. '
    .repeat(1_300)
    .slice(0, size),
  base64: randomBytes(size).toString('base64').slice(0, size),
};

/** As many keys as an installation may have: of vendors, and of the environment. */
function redactorWith(keys: number): Redactor {
  const redactor = createRedactor();
  for (let index = 0; index < keys; index += 1) redactor.add(`sk-proj-${randomBytes(48).toString('base64url')}`);
  redactor.known('compiled on the first use');
  return redactor;
}

function timeOf(step: () => unknown): number {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const started = performance.now();
    step();
    times.push(performance.now() - started);
  }
  return median(times);
}

function inPieces(redactor: Redactor, text: string, chars: number): void {
  const pieces = redactor.pieces();
  for (let at = 0; at < text.length; at += chars) pieces.push(text.slice(at, at + chars));
  pieces.end();
}

export const benchmark: Benchmark = {
  id: 'redaction',
  title: 'Taking known keys out of 100 kB takes less than a millisecond (p50)',
  async run() {
    const figures: Figure[] = [];
    for (const keys of [1, 12, 100]) {
      const redactor = redactorWith(keys);
      for (const [name, text] of Object.entries(texts)) {
        const value = timeOf(() => redactor.known(text));
        figures.push({ name: `${name}, keys known: ${keys}`, value, unit: 'ms', goal: { atMost: 1 } });
      }
      const value = timeOf(() => inPieces(redactor, texts.prose ?? '', 4_096));
      figures.push({ name: `in pieces of 4 KiB, keys known: ${keys}`, value, unit: 'ms', goal: { atMost: 1 } });
    }
    const redactor = redactorWith(12);
    const log = timeOf(() => redactor.text(texts.prose ?? ''));
    return [
      ...figures,
      { name: 'for a log, with the shapes of unknown keys', value: log, unit: 'ms', goal: { atMost: 2 } },
    ];
  },
};
