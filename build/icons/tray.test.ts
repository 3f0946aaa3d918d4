// The checked-in pictures of the tray: complete, of their sizes, each status told apart by its shape alone.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { trayStatuses as shown } from '#main/hosts/electron/tray/tray-model.ts';
import { trayDrawings, trayStatuses } from './tray.ts';

const folder = join(import.meta.dirname, '../../resources/tray');
const read = (name: string) => PNG.sync.read(readFileSync(join(folder, name)));

describe('the pictures of the tray', () => {
  it('are there for every status that the tray shows', () => {
    expect([...trayStatuses]).toEqual([...shown]);
    expect(trayDrawings().size).toBe(22);
  });

  it.each([...trayDrawings()])('%s has its size, a mark, and a clear corner', (name, { size }) => {
    const image = read(name);
    expect([image.width, image.height]).toEqual([size, size]);
    expect(image.data[3]).toBe(0);
    let inked = 0;
    for (let at = 3; at < image.data.length; at += 4) if ((image.data[at] ?? 0) > 128) inked += 1;
    expect(inked / (size * size)).toBeGreaterThan(0.15);
    expect(inked / (size * size)).toBeLessThan(0.9);
  });

  it('that macOS colours are black, and differ without any colour', () => {
    const alphas = new Set<string>();
    for (const status of trayStatuses) {
      const { data } = read(`${status}Template@2x.png`);
      const alpha: number[] = [];
      for (let at = 0; at < data.length; at += 4) {
        alpha.push(data[at + 3] ?? 0);
        if ((data[at + 3] ?? 0) === 255) expect([data[at], data[at + 1], data[at + 2]]).toEqual([0, 0, 0]);
      }
      alphas.add(alpha.join());
    }
    expect(alphas.size).toBe(trayStatuses.length);
  });
});
