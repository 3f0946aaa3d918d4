// Canary keys in twelve formats wherever a key can be; then everything is used and crashed, and every byte is searched.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missingForKeyring } from '#main/platform/secrets/testing/keyring-session.ts';
import { type Canary, filesBelow, formats, formsOf, makeCanaries, search } from './support/canary/canaries.ts';
import { exercises } from './support/canary/exercises.ts';
import { createCanaryWorld } from './support/canary/world.ts';

const missing = missingForKeyring();
const isKnown = ({ place }: Canary) => place === 'stored' || place === 'environment';

describe('the search', () => {
  it('finds a canary of every format in every form', () => {
    const [first] = makeCanaries();
    for (const canary of makeCanaries()) {
      const whole = Buffer.from(`x${canary.value}y`);
      const [core = ''] = canary.cores;
      const sources = [
        whole,
        Buffer.from(whole.toString('base64')),
        Buffer.from(whole.toString('base64url')),
        Buffer.from(whole.toString('hex')),
        Buffer.from(core, 'utf16le'),
        Buffer.from(core.toUpperCase()),
        Buffer.from(JSON.stringify(canary.value)),
        Buffer.from(encodeURIComponent(canary.value)),
        Buffer.from(core.slice(3)), // with its beginning cut off
      ].map((bytes, at) => ({ where: String(at), bytes }));
      const found = new Set(search([canary], sources).map(({ where }) => where));
      expect(found.size, canary.format).toBe(sources.length);
    }
    expect(first === undefined ? 0 : formsOf(first.cores[0] ?? '').size).toBeGreaterThan(9);
    expect(makeCanaries()).toHaveLength(7 * formats.length);
  });
});

describe.each([
  ['a real keyring', true],
  ['a passphrase file', false],
])('canaries with keys in %s', (_name, hasKeyring) => {
  const skip = hasKeyring && missing !== undefined;
  let made: Awaited<ReturnType<typeof createCanaryWorld>>;
  beforeAll(async () => {
    if (!skip) made = await createCanaryWorld({ hasKeyring });
  });
  afterAll(() => made?.close());

  it.skipIf(skip)(
    'are nowhere that Limpet writes: known keys nowhere at all, words of others only in the talk [T33]',
    async () => {
      const { world, start, connect, end, report, sources } = made;
      await start();
      await connect();
      for (const { run } of exercises) await run(world);
      // Every key was really used, so it was really there to leak.
      for (const { value, format } of world.of('stored'))
        if (format !== 'pem') expect(world.model.keys, format).toContain(value);

      await report();
      const read = () => world.say('call read_file {"path":"keys.txt"}');
      await end('SIGUSR2'); // an error that nobody catches
      await start();
      await read(); // only what was read can be in the words of an error
      expect(world.model.received.at(-1)).toContain('KEY [redacted]');
      await end('SIGWINCH'); // a rejection that nobody waits for
      await start();
      const speaking = read().catch(() => {}); // cut off in the middle
      await end('SIGABRT');
      await speaking;
      await start();
      await end('SIGTERM');

      const all = sources();
      const known = world.canaries.filter(isKnown);
      const others = world.canaries.filter((canary) => !isKnown(canary));
      expect(search(known, all)).toEqual([]);
      expect(
        search(
          others,
          all.filter(({ kind }) => kind === 'own'),
        ),
      ).toEqual([]);
      // The talk itself is kept as it was: the search would have found them.
      const inTalk = search(
        others,
        all.filter(({ kind }) => kind === 'conversation'),
      );
      for (const place of ['prompt', 'tool', 'fetched', 'name'])
        for (const format of formats) expect(inTalk.map(({ canary }) => canary)).toContain(`${place} ${format}`);
      expect(all.length).toBeGreaterThan(30);
      expect(all.some(({ where }) => /^cwd\/report\./.test(where))).toBe(true);
      for (const signal of ['SIGUSR2', 'SIGWINCH']) {
        const output = all.find(({ where }) => where.endsWith(`ended by ${signal}`))?.bytes.toString();
        expect(output).toContain('Something broke inside Limpet');
        expect(output).toContain('[redacted]');
      }
    },
    240_000,
  );

  it.skipIf(skip)('are kept in files that nobody else can read [T35]', () => {
    const { dataFolder } = made.world;
    const files = filesBelow(dataFolder).map(({ where }) => where);
    expect(files).toEqual(expect.arrayContaining(['secrets-index.json', 'limpet.db', 'logs/limpet.jsonl']));
    for (const file of files) expect(statSync(join(dataFolder, file)).mode & 0o077, file).toBe(0);
  });
});
