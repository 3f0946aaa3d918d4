// A catalogue: a list of skills with addresses and hashes, from a file of this machine or an https address.
import { readFile, stat } from 'node:fs/promises';
import { dirname, isAbsolute, relative, resolve } from 'node:path';
import { z } from 'zod';
import { AppError } from '#main/contract/errors.ts';
import { CatalogueEntry } from '#main/contract/skills.ts';
import type { Egress } from '#main/guard/egress/port.ts';
import { sha256 } from '../format/read-folder.ts';

const maxCatalogueBytes = 4 * 1024 * 1024;
const maxArchiveBytes = 50 * 1024 * 1024;
const timeoutMs = 60_000;

const Content = z.looseObject({ skills: z.array(z.unknown()).max(5_000) });

const bad = (cause?: unknown) =>
  new AppError('invalid_input', 'This is no catalogue of skills that can be read. Check its address.', {
    cause,
    details: { reason: 'catalogue_bad' },
  });

export const isRemote = (address: string) => /^https:\/\//i.test(address);

async function get(address: string, o: { maxBytes: number; signal: AbortSignal }, egress: Egress): Promise<Uint8Array> {
  // Only the catalogue's own host: what it was chosen for.
  const request = { url: address, method: 'GET', maxBytes: o.maxBytes, timeoutMs, mayFollow: () => false } as const;
  const { status, body, truncated } = await egress.fetch(request, o.signal);
  if (status !== 200 || truncated) throw bad();
  return body;
}

async function readLocal(path: string, maxBytes: number): Promise<Uint8Array> {
  if (!isAbsolute(path)) throw bad();
  const found = await stat(path).catch(() => undefined); // told below
  if (found?.isFile() !== true || found.size > maxBytes) throw bad();
  return readFile(path);
}

const read = (address: string, o: { maxBytes: number; signal: AbortSignal }, egress: Egress) =>
  isRemote(address) ? get(address, o, egress) : readLocal(address, o.maxBytes);

/** Entries that cannot be understood, or that name nothing to check them by, are left out. */
export async function readCatalogue(address: string, signal: AbortSignal, egress: Egress): Promise<CatalogueEntry[]> {
  const bytes = await read(address, { maxBytes: maxCatalogueBytes, signal }, egress);
  const content = Content.safeParse(toJson(new TextDecoder().decode(bytes)));
  if (!content.success) throw bad(content.error);
  return content.data.skills.flatMap((one) => {
    const entry = CatalogueEntry.safeParse(one);
    return entry.success && (entry.data.sha256 ?? entry.data.commit) !== undefined ? [entry.data] : [];
  });
}

/** Where an entry's archive lies: of a file's catalogue only beside or below it. */
export function archiveAddress(catalogue: string, entry: CatalogueEntry): string {
  if (isRemote(entry.address)) return entry.address;
  if (isRemote(catalogue)) {
    const url = URL.canParse(entry.address, catalogue) ? new URL(entry.address, catalogue) : undefined;
    if (url?.protocol !== 'https:' || url.host !== new URL(catalogue).host) throw bad();
    return url.href;
  }
  const path = resolve(dirname(catalogue), entry.address);
  const way = relative(dirname(catalogue), path);
  if (way.startsWith('..') || isAbsolute(way)) throw bad();
  return path;
}

/** The archive's bytes, which are those that the catalogue promises: `conflict` with reason `catalogue_hash`. */
export async function readArchive(
  catalogue: string,
  entry: CatalogueEntry,
  o: { signal: AbortSignal; egress: Egress },
): Promise<Uint8Array> {
  const bytes = await read(archiveAddress(catalogue, entry), { maxBytes: maxArchiveBytes, signal: o.signal }, o.egress);
  if (sha256(bytes) === entry.sha256) return bytes;
  throw promiseBroken();
}

export const promiseBroken = () =>
  new AppError('conflict', 'What was fetched is not what the catalogue promises. Nothing was installed.', {
    details: { reason: 'catalogue_hash' },
  });

function toJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // told as no catalogue
  }
}
