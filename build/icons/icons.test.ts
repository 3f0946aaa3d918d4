// The checked-in icons are drawn from today's mark, complete, of the right sizes, and not empty.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Icns } from '@fiahfy/icns';
import { Ico } from '@fiahfy/ico';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { drawIcon, icnsTypes, icoSizes, pngSizes, readMark } from './drawing.ts';
import { digestOfDrawings } from './render.ts';

const project = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(project, 'resources', path));

/** Colours at a place given in parts of the width and height. */
function colourAt(image: PNG, x: number, y: number): readonly number[] {
  const at = (Math.floor(y * (image.height - 1)) * image.width + Math.floor(x * (image.width - 1))) * 4;
  return [...image.data.subarray(at, at + 4)];
}

describe('the icons', () => {
  it('are drawn from the mark as it is now', () => {
    expect(read('icons/drawn-from.txt').toString().trim(), 'run: node build/icons/render.ts').toBe(digestOfDrawings());
    expect(read('icon.svg').toString().trim()).toBe(drawIcon({ size: 512, shape: 'tile' }, readMark()));
  });

  it('show the same mark as the page', () => {
    const { rim, ribs } = readMark();
    for (const path of ['src-renderer/ui/mark.tsx', 'src-renderer/public/mark.svg']) {
      const source = readFileSync(join(project, path), 'utf8');
      expect(source, path).toContain(rim);
      expect(source, path).toContain(ribs);
    }
    expect(ribs.split('M').length - 1).toBe(8);
  });

  it.each(pngSizes)('fill a tile of %i px with transparent corners', (size) => {
    const image = PNG.sync.read(read(`icons/${size}x${size}.png`));
    expect([image.width, image.height]).toEqual([size, size]);
    expect(colourAt(image, 0, 0)[3]).toBeLessThan(255);
    expect(colourAt(image, 0.5, 0.02)).toEqual([15, 95, 102, 255]);
    // The light shell covers a good part of the tile, and not all of it.
    let light = 0;
    for (let at = 0; at < image.data.length; at += 4) if ((image.data[at] ?? 0) > 150) light += 1;
    expect(light / (size * size)).toBeGreaterThan(0.08);
    expect(light / (size * size)).toBeLessThan(0.5);
  });

  it('have every size that macOS asks for, with the margin of the Dock', () => {
    const icns = Icns.from(read('icon.icns'));
    expect(icns.images.map(({ osType }) => osType)).toEqual(icnsTypes.map(({ type }) => type));
    for (const [index, { size }] of icnsTypes.entries()) {
      const bytes = icns.images[index]?.image ?? Buffer.alloc(0);
      if (!bytes.subarray(1, 4).equals(Buffer.from('PNG'))) continue; // the two smallest are packed colours
      const image = PNG.sync.read(bytes);
      expect([image.width, image.height]).toEqual([size, size]);
      expect(colourAt(image, 0.5, 0.02)[3]).toBe(0);
      expect(colourAt(image, 0.5, 0.15)).toEqual([15, 95, 102, 255]);
    }
  });

  it('have every size that Windows asks for', () => {
    const ico = Ico.from(read('icon.ico'));
    expect(ico.infoHeaders.map(({ width }) => width || 256)).toEqual([...icoSizes]);
    for (const { bitCount } of ico.infoHeaders) expect(bitCount).toBe(32);
  });
});
