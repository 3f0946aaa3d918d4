// Draws the icons anew: `node build/icons/render.ts`. Needs Chromium, and only here: the results are checked in.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Icns, IcnsImage } from '@fiahfy/icns';
import { Ico, IcoImage } from '@fiahfy/ico';
import { chromium } from 'playwright-core';
import { allDrawings, type Drawing, drawIcon, icnsTypes, icoSizes, nameOf, pngSizes, readMark } from './drawing.ts';
import { drawTray, trayDrawings } from './tray.ts';

const project = join(import.meta.dirname, '../..');
const icons = join(project, 'resources/icons');
const tray = join(project, 'resources/tray');

/** Tells whether what is checked in was drawn from these drawings. */
export function digestOfDrawings(): string {
  const mark = readMark();
  const hash = createHash('sha256');
  for (const drawing of allDrawings()) hash.update(`${nameOf(drawing)}\n${drawIcon(drawing, mark)}\n`);
  for (const [name, drawing] of trayDrawings()) hash.update(`${name}\n${drawTray(drawing, mark)}\n`);
  return hash.digest('hex');
}

type Picture = { readonly name: string; readonly size: number; readonly svg: string };

function allPictures(): Picture[] {
  const mark = readMark();
  return [
    ...allDrawings().map((one) => ({ name: nameOf(one), size: one.size, svg: drawIcon(one, mark) })),
    ...[...trayDrawings()].map(([name, one]) => ({ name, size: one.size, svg: drawTray(one, mark) })),
  ];
}

async function rasterise(pictures: readonly Picture[], executablePath: string): Promise<Map<string, Buffer>> {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const page = await browser.newPage({ deviceScaleFactor: 1 });
    const images = new Map<string, Buffer>();
    for (const { name, size, svg } of pictures) {
      await page.setViewportSize({ width: size, height: size });
      const style = 'html,body{margin:0;background:transparent}svg{display:block}';
      await page.setContent(`<!doctype html><style>${style}</style>${svg}`);
      const clip = { x: 0, y: 0, width: size, height: size };
      images.set(name, await page.screenshot({ omitBackground: true, clip }));
    }
    return images;
  } finally {
    await browser.close();
  }
}

function take(images: ReadonlyMap<string, Buffer>, drawing: Drawing): Buffer {
  const image = images.get(nameOf(drawing));
  if (image === undefined) throw new Error(`${nameOf(drawing)} was not drawn`);
  return image;
}

async function render(executablePath: string): Promise<void> {
  const images = await rasterise(allPictures(), executablePath);
  for (const folder of [icons, tray]) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }
  for (const name of trayDrawings().keys()) writeFileSync(join(tray, name), images.get(name) ?? '');
  for (const size of pngSizes) writeFileSync(join(icons, `${size}x${size}.png`), take(images, { size, shape: 'tile' }));
  const icns = new Icns();
  for (const { type, size } of icnsTypes) icns.append(IcnsImage.fromPNG(take(images, { size, shape: 'mac' }), type));
  writeFileSync(join(project, 'resources/icon.icns'), icns.data);
  const ico = new Ico();
  for (const size of icoSizes) ico.append(IcoImage.fromPNG(take(images, { size, shape: 'tile' })));
  writeFileSync(join(project, 'resources/icon.ico'), ico.data);
  writeFileSync(join(project, 'resources/icon.svg'), `${drawIcon({ size: 512, shape: 'tile' }, readMark())}\n`);
  writeFileSync(join(icons, 'drawn-from.txt'), `${digestOfDrawings()}\n`);
}

function findChromium(): string | undefined {
  const named = process.env.LIMPET_CHROMIUM;
  if (named !== undefined) return named;
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}

if (process.argv[1] === import.meta.filename) {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    console.error('No Chromium was found. Name one in LIMPET_CHROMIUM.');
    process.exitCode = 1;
  } else {
    await render(executablePath);
    console.log(
      `${pngSizes.length} PNG files, icon.icns with ${icnsTypes.length}, icon.ico with ${icoSizes.length}, ${trayDrawings().size} for the tray.`,
    );
  }
}
