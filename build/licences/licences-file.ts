// The list of licences as the page loads it: each text once, however many packages share it.
import type { LicenceList } from '../../src-renderer/api/licences.ts';
import type { Shipped } from './shipped.ts';

export function licencesFile(shipped: readonly Shipped[]): LicenceList {
  const texts: string[] = [];
  const placeOf = (text: string) => {
    const known = texts.indexOf(text);
    return known === -1 ? texts.push(text) - 1 : known;
  };
  const packages = shipped.map(({ name, version, licence, author, homepage, kind, carrier, texts: own }) => ({
    name,
    version: version ?? null,
    licence: licence ?? '',
    author: author ?? null,
    homepage: homepage ?? null,
    kind,
    carrier: carrier ?? null,
    texts: own.map(placeOf),
  }));
  return { packages, texts };
}
