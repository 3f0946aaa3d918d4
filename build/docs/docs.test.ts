// What the documents name is there: pictures, files, and headings that a link goes to.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const project = join(import.meta.dirname, '../..');
const docs = join(project, 'docs');
const atTop = ['README.md', 'ARCHITECTURE.md', 'SECURITY.md'].map((name) => join(project, name));
const documents = [...atTop, ...readdirSync(docs).map((name) => join(docs, name))].filter((path) =>
  path.endsWith('.md'),
);

/** As GitHub makes it of a heading. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
const anchorsIn = (text: string) => [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));

/** Each link to a place of ours that is not there. */
function brokenIn(path: string, text: string): string[] {
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  return links.filter((target) => {
    if (/^[a-z]+:/.test(target)) return false;
    const [file = '', anchor] = target.split('#');
    const place = file === '' ? path : join(dirname(path), file);
    if (!existsSync(place)) return true;
    return anchor !== undefined && !anchorsIn(readFileSync(place, 'utf8')).includes(anchor);
  });
}

describe('the documents', () => {
  it.each(documents.map((path) => [relative(project, path), path]))('%s names only what is there', (_name, path) => {
    expect(brokenIn(path, readFileSync(path, 'utf8'))).toEqual([]);
  });

  it('are read by a test that sees a broken link', () => {
    const text =
      '[a](nowhere.md) ![b](pictures/none.webp) [c](#no-heading) [d](https://example.org) [e](#a-heading)\n# A heading';
    expect(brokenIn(join(docs, 'devices.md'), text)).toEqual([
      'nowhere.md',
      'pictures/none.webp',
      '#no-heading',
      '#a-heading',
    ]);
  });

  it('show every picture that is kept for them, and none is large', () => {
    const shown = documents.map((path) => readFileSync(path, 'utf8')).join('\n');
    const pictures = readdirSync(join(docs, 'pictures'));
    expect(pictures.filter((name) => !shown.includes(`pictures/${name}`))).toEqual([]);
    for (const name of pictures) expect(readFileSync(join(docs, 'pictures', name)).length).toBeLessThan(120_000);
  });
});
