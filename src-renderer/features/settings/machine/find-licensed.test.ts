import { describe, expect, it } from 'vitest';
import type { Licensed } from '#renderer/api/licences.ts';
import { findLicensed } from './find-licensed.ts';

const work = (name: string, licence: string, more: Partial<Licensed> = {}): Licensed => ({
  name,
  version: '1.0.0',
  licence,
  author: null,
  homepage: null,
  kind: 'code',
  carrier: null,
  texts: [0],
  ...more,
});
const works = [
  work('react', 'MIT'),
  work('pdfjs-dist', 'Apache-2.0', { kind: 'inside', carrier: 'unpdf', author: 'Mozilla' }),
  work('@scope/thing', 'ISC'),
];
const names = (typed: string) => findLicensed(works, typed).map(({ name }) => name);

describe('finding a licence', () => {
  it('finds all when nothing is typed', () => {
    expect(names('  ')).toEqual(['react', 'pdfjs-dist', '@scope/thing']);
  });

  it('finds by a part of the name, the licence, the author and the package around it', () => {
    expect(names('REA')).toEqual(['react']);
    expect(names('apache')).toEqual(['pdfjs-dist']);
    expect(names('mozilla pdf')).toEqual(['pdfjs-dist']);
    expect(names('unpdf')).toEqual(['pdfjs-dist']);
    expect(names('@scope')).toEqual(['@scope/thing']);
  });

  it('finds nothing that lacks one of the words', () => {
    expect(names('react isc')).toEqual([]);
    expect(names('null')).toEqual([]);
  });
});
