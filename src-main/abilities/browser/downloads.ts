// Quarantine: what a page gave is kept under a name of ours, never opened, never run, never where programs look.
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Download } from 'playwright-core';
import type { BrowserDownload } from '#main/contract/browser.ts';
import { AppError } from '#main/contract/errors.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import type { Clock } from '#main/platform/base/clock.ts';

const maxBytes = 200 * 1024 * 1024;
const maxKept = 10;
const maxRunning = 3;
const lookMs = 250;

/** Systems run these, or let them run something, when they are opened; also inside of `name.pdf.exe`. */
const riskyTypes = new Set(
  [
    'exe msi msix appx bat cmd com scr pif cpl hta vbs vbe js jse wsf wsh ps1 psm1 reg lnk url inf scf dll sys jar jnlp',
    'desktop sh bash zsh csh run bin appimage deb rpm snap flatpakref command app dmg pkg workflow action terminal scpt',
    'apk ipa py pyw rb pl php html htm xhtml svg mht xml xll docm xlsm pptm dotm xltm iso img vhd vhdx application gadget',
    'msc msp mst sct wsc settingcontent-ms theme themepack website webloc inetloc fileloc service timer',
  ].flatMap((line) => line.split(' ')),
);

export const isRisky = (name: string) => {
  const parts = name
    .toLowerCase()
    .trim()
    .replace(/[. ]+$/, '')
    .split('.');
  return parts.length < 2
    ? name !== '' && !/^[\w -]+$/.test(name)
    : parts.slice(1).some((part) => riskyTypes.has(part.trim()));
};

/** A plain file name: no path, nothing that hides or turns round, not hidden, not without end. */
export function safeName(suggested: string): string {
  const base = suggested.split(/[\\/]/).at(-1) ?? '';
  const plain = visibleLine(base.normalize('NFC').toWellFormed())
    .replace(/[<>:"|?*\p{Cc}\p{Cf}]/gu, '_')
    .replace(/^\.+/, '')
    .trim();
  if (plain === '') return 'download';
  const dot = plain.lastIndexOf('.');
  const end = dot > 0 ? plain.slice(dot).slice(0, 20) : '';
  return plain.slice(0, 120 - end.length).replace(end, '') + end;
}

export type DownloadsDeps = {
  /** Of one chat. */
  readonly folder: string;
  /** Where the browser puts what it is fetching. */
  readonly landing: string;
  readonly clock: Pick<Clock, 'after'>;
  readonly onChange: () => void;
  readonly note: (text: string) => void;
};

export interface Downloads {
  take(download: Download, from: string): Promise<void>;
  list(): readonly BrowserDownload[];
  read(id: string): Promise<{ name: string; bytes: Uint8Array }>;
  /** Removes what is kept. */
  clear(): Promise<void>;
}

export function createDownloads(d: DownloadsDeps): Downloads {
  const kept: BrowserDownload[] = [];
  let running = 0;
  let refused = 0;
  let count = 0;
  const pathOf = (id: string) => join(d.folder, `${id}.quarantine`);

  /** The library tells no progress, so the growing file is looked at; the largest is the one that grows. */
  const watchSize = (onOver: () => void) => {
    const look = async () => {
      const names = await readdir(d.landing).catch(() => []); // nothing has arrived yet
      const sizes = await Promise.all(
        names.map((name) =>
          stat(join(d.landing, name)).then(
            (one) => one.size,
            () => 0,
          ),
        ),
      );
      if (sizes.some((size) => size > maxBytes)) onOver();
      else cancel = d.clock.after(lookMs, () => void look());
    };
    let cancel = d.clock.after(lookMs, () => void look());
    return () => cancel();
  };

  const refuse = async (download: Download, why: string) => {
    refused += 1;
    await download.cancel().catch(() => {}); // it has ended by itself
    await download.delete().catch(() => {}); // nothing was written
    // One line, however many a page throws.
    if (refused <= 3) d.note(why);
  };

  return {
    async take(download, from) {
      const name = safeName(download.suggestedFilename());
      if (kept.length + running >= maxKept || running >= maxRunning)
        return refuse(download, `A further download (${name}) was refused: too many at once.`);
      running += 1;
      count += 1;
      const id = `d${count}`;
      const stopWatching = watchSize(() => void download.cancel());
      try {
        await mkdir(d.folder, { recursive: true, mode: 0o700 });
        await download.saveAs(pathOf(id));
        const { size } = await stat(pathOf(id));
        if (size > maxBytes) {
          await rm(pathOf(id), { force: true });
          return await refuse(download, `The download ${name} was refused: it is larger than 200 MB.`);
        }
        const risky = isRisky(name);
        kept.push({ id, name, sizeBytes: size, from, risky });
        d.note(
          `Downloaded to quarantine: ${name} (${size} bytes, id ${id}).${risky ? ' It could run something, so it stays there for the person.' : ''}`,
        );
      } catch {
        d.note(`The download ${name} did not arrive.`);
      } finally {
        stopWatching();
        running -= 1;
        await download.delete().catch(() => {}); // the browser's own copy
        d.onChange();
      }
    },
    list: () => kept,
    async read(id) {
      const found = kept.find((one) => one.id === id);
      if (found === undefined) throw new AppError('not_found', `There is no download ${id}. Look at the list again.`);
      if (found.risky)
        throw new AppError('forbidden', `${found.name} could run something, so only the person takes it out.`, {
          details: { reason: 'risky_download', facts: { name: found.name } },
        });
      return { name: found.name, bytes: await readFile(pathOf(id)) };
    },
    async clear() {
      kept.length = 0;
      await rm(d.folder, { recursive: true, force: true });
    },
  };
}
