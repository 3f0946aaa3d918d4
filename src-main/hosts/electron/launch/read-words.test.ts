// The words of a start, with Chromium's own among them.
import { describe, expect, it } from 'vitest';
import { readWords } from './read-words.ts';

const read = (words: readonly string[], isPackaged = true) =>
  readWords({ argv: ['/opt/limpet', ...words], folder: '/home/ada', isPackaged });

describe('the words of a start', () => {
  it('ask for the main window unless they say otherwise', () => {
    expect(read([])).toEqual({ window: 'main', links: [], files: [] });
    expect(read(['--toggle']).window).toBe('toggle');
    expect(read(['--quick', '--toggle']).window).toBe('toggle');
    expect(read(['--quick']).window).toBe('quick');
    expect(read(['--background']).window).toBe('none');
  });

  it('bring files and links; a relative file is one of the folder that it was named in', () => {
    expect(read(['--quick', 'a.txt', '/tmp/b.pdf', 'limpet://new?text=x'])).toEqual({
      window: 'quick',
      links: ['limpet://new?text=x'],
      files: ['/home/ada/a.txt', '/tmp/b.pdf'],
    });
  });

  it('pass over the switches of Chromium, the values of settings and, in a checkout, the project', () => {
    const words = ['/work/project', '--data-dir', '/tmp/data', '--enable-logging', '--lang=de', '--toggle'];
    expect(read(words, false)).toEqual({ window: 'toggle', links: [], files: [] });
    expect(read(['--original-process-start-time=13', 'notes.txt'])).toMatchObject({ files: ['/home/ada/notes.txt'] });
  });

  it('are bounded', () => {
    const many = Array.from({ length: 500 }, (_, n) => `${n}.txt`);
    expect(read(many).files).toHaveLength(20);
    expect(read(many.map((name) => `limpet:${name}`)).links).toHaveLength(20);
  });

  it('after two dashes are files and links, never switches', () => {
    expect(read(['--', '--quick', 'limpet://chat/a'])).toEqual({
      ...{ window: 'main', links: ['limpet://chat/a'], files: ['/home/ada/--quick'] },
    });
  });
});
