// Every error code, and every reason that any room gives, has a sentence and a next step in both languages.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ErrorCode } from '#main/contract/errors.ts';
import { errors as german } from './de/errors.ts';
import { errors as english } from './en/errors.ts';

const sources = join(import.meta.dirname, '../../..');

function files(folder: string): string[] {
  return readdirSync(join(sources, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/\.test\.tsx?$|\/testing\//.test(path));
}

/** Reasons as literals beside `reason:`, where an error is made; other uses of the word are in sentences or types. */
function reasonsIn(text: string): string[] {
  const direct = [
    ...text.matchAll(/details: \{[^{}]*\breason: '([a-z_]+)'/g),
    ...text.matchAll(/\breason: '([a-z]+_[a-z_]+)'/g),
  ];
  const helpers = [
    ...text.matchAll(
      /\b(?:conflict|unsupported|refused|usage|wrongUse|unavailable)\([^()]*?'([a-z]+_[a-z_]+)'[^()]*?\)/g,
    ),
  ];
  const either = [...text.matchAll(/\breason: \w+ \? '([a-z_]+)' : '([a-z_]+)'/g)].flatMap(([, one, other]) => [
    one,
    other,
  ]);
  const listed = [...text.matchAll(/\['([a-z]+_[a-z_]+)', \(/g)].map(([, reason]) => reason);
  const storeErrors = [...text.matchAll(/\bnotFound\('([a-z ]+)'\)/g)].map(
    ([, what]) => `${what?.replaceAll(' ', '_')}_missing`,
  );
  return [
    ...direct.map(([, reason]) => reason),
    ...helpers.map(([, reason]) => reason),
    ...either,
    ...listed,
    ...storeErrors,
  ].flatMap((reason) => reason ?? []);
}

const texts: Readonly<Record<string, string>> = english;
const wanted = new Map<string, string>();
for (const path of [...files('src-main'), ...files('src-renderer')])
  for (const reason of reasonsIn(readFileSync(path, 'utf8'))) wanted.set(reason, path.slice(sources.length + 1));

describe('error texts', () => {
  it.each(ErrorCode.options)('say what happened and what to do for the code %s', (code) => {
    expect(texts[code]).toMatch(/\.$/);
    expect(texts[`${code}_action`]).toMatch(/\S/);
  });

  it('finds the reasons of the product at all', () => {
    expect(wanted.size).toBeGreaterThan(60);
    expect([...wanted.keys()]).toEqual(
      expect.arrayContaining(['key_wrong', 'secrets_locked', 'turn_running', 'port_taken']),
    );
  });

  it.each([...wanted])('say what happened and what to do for the reason %s (%s)', (reason) => {
    expect(texts[`reason_${reason}`], `errors.reason_${reason} is missing`).toMatch(/\S/);
    expect(texts[`reason_${reason}_action`], `errors.reason_${reason}_action is missing`).toMatch(/\S/);
  });

  it('use the same placeholders in both languages, and no exclamation marks', () => {
    const holes = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([hole]) => hole).sort();
    for (const [key, text] of Object.entries(english)) {
      const other = (german as Readonly<Record<string, string>>)[key] ?? '';
      expect(holes(other), key).toEqual(holes(text));
      expect(`${text}${other}`, key).not.toContain('!');
    }
  });
});
