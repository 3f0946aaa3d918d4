// Bundles of servers (`.mcpb`): a ZIP with a manifest. Read with suspicion, unpacked only when the person has said yes.
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { AppError } from '#main/contract/errors.ts';
import type { BlobId } from '#main/contract/ids.ts';
import type { McpProposal, McpServerId, McpTransport } from '#main/contract/mcp.ts';
import { parseJson } from '#main/platform/base/json.ts';
import { checkPlainNames } from '#main/platform/base/zip/plain-names.ts';
import { openZip, type ZipLimits, type ZipReader } from '#main/platform/base/zip/read-zip.ts';
import { withKnownServices } from './known-services.ts';
import { needsNetwork, toServerId } from './read-config.ts';
import { isSecret } from './secret-names.ts';
import { inputWord, wordOf } from './words.ts';

/**
 * As for every archive, but more files: a published server comes with some 4,000 of 25 MB (its modules), and twice that is
 * room enough. What is larger is no bundle to be unpacked unseen.
 */
export const bundleLimits: ZipLimits = { entries: 8_000, totalBytes: 50 * 1024 * 1024, ratio: 100 };
const maxParts = 32;
const maxManifestBytes = 1024 * 1024;

const texts = z.record(z.string().max(200), z.string().max(8192));
const Run = z.looseObject({
  command: z.string().max(4096).optional(),
  args: z.array(z.string().max(8192)).max(200).optional(),
  env: texts.optional(),
});
const Wanted = z.looseObject({
  type: z.string(),
  title: z.string().max(300).optional(),
  description: z.string().max(2_000).optional(),
  required: z.boolean().optional(),
  sensitive: z.boolean().optional(),
  default: z.unknown().optional(),
});
const Manifest = z.looseObject({
  name: z.string().min(1).max(200),
  display_name: z.string().max(200).optional(),
  version: z.string().min(1).max(100),
  server: z.looseObject({
    type: z.enum(['node', 'python', 'binary', 'uv']),
    entry_point: z.string().max(1024).optional(),
    mcp_config: Run.extend({ platform_overrides: z.record(z.string(), Run).optional() }),
  }),
  user_config: z.record(z.string().max(200), Wanted).optional(),
});
type Manifest = z.infer<typeof Manifest>;

const bad = (cause?: unknown) =>
  new AppError('invalid_input', 'This is no bundle of a server: its manifest.json is missing or not valid.', {
    cause,
    details: { reason: 'mcp_bundle' },
  });

async function openBundle(path: string): Promise<ZipReader> {
  const zip = await openZip(path, bundleLimits);
  try {
    checkPlainNames(
      zip.items.map(({ name }) => name),
      maxParts,
    );
    return zip;
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function readManifest(zip: ZipReader, signal: AbortSignal): Promise<Manifest> {
  const item = zip.find('manifest.json');
  if (item === undefined || item.sizeBytes > maxManifestBytes) throw bad();
  const chunks: Uint8Array[] = [];
  for await (const chunk of zip.read(item, signal)) chunks.push(chunk);
  const parsed = Manifest.safeParse(parseJson(Buffer.concat(chunks).toString('utf8')));
  if (!parsed.success) throw bad(parsed.error);
  return parsed.data;
}

const places = (home: string): Readonly<Record<string, string>> => ({
  [wordOf('HOME')]: home,
  [wordOf('DESKTOP')]: join(home, 'Desktop'),
  [wordOf('DOCUMENTS')]: join(home, 'Documents'),
  [wordOf('DOWNLOADS')]: join(home, 'Downloads'),
  [wordOf('/')]: process.platform === 'win32' ? '\\' : '/',
  [wordOf('pathSeparator')]: process.platform === 'win32' ? '\\' : '/',
});

function fill(text: string, home: string): string {
  const placed = Object.entries(places(home)).reduce((all, [word, value]) => all.replaceAll(word, value), text);
  return placed.replaceAll(/\$\{user_config\.([A-Za-z0-9_.-]+)\}/g, inputWord('$1'));
}

function transportOf(manifest: Manifest, o: { home: string; platform: string }): McpTransport {
  const { mcp_config: run } = manifest.server;
  const over = run.platform_overrides?.[o.platform] ?? {};
  const command = over.command ?? run.command;
  if (command === undefined) throw bad();
  const env = Object.entries({ ...run.env, ...over.env }).map(([name, value]) => {
    const whole = fill(value, o.home);
    const asked = /^\$\{input:([^}]+)\}$/.exec(whole)?.[1];
    const wanted = asked === undefined ? undefined : manifest.user_config?.[asked];
    return {
      name,
      value: whole,
      secret: asked === undefined ? isSecret(name, whole) : wanted?.sensitive === true || isSecret(name, ''),
    };
  });
  const folders = Object.entries(manifest.user_config ?? {}).filter(
    ([, { type }]) => type === 'directory' || type === 'file',
  );
  return withKnownServices({
    type: 'stdio',
    command: fill(command, o.home),
    args: (over.args ?? run.args ?? []).map((arg) => fill(arg, o.home)),
    env,
    read: [],
    // What the person chooses as a folder for it is what it may touch.
    write: folders.map(([id]) => inputWord(id)),
    network:
      needsNetwork(command) || Object.values(manifest.user_config ?? {}).some(({ sensitive }) => sensitive === true),
  });
}

export type BundleDeps = {
  readonly pathOf: (id: BlobId) => Promise<string>;
  readonly home: string;
  readonly platform: string;
  readonly serversFolder: string;
};

/** Errors: `invalid_input` with reason `mcp_bundle`, `archive_damaged`, `archive_unsafe` and others of archives. */
export async function readBundle(
  o: { bundle: BlobId; known: ReadonlySet<string> },
  d: BundleDeps,
  signal: AbortSignal,
): Promise<McpProposal> {
  const zip = await openBundle(await d.pathOf(o.bundle));
  try {
    const manifest = await readManifest(zip, signal);
    const id = toServerId(manifest.name);
    const transport = transportOf(manifest, d);
    const inputs = Object.entries(manifest.user_config ?? {}).map(([name, wanted]) => ({
      id: name,
      label: wanted.title ?? name,
      secret: wanted.sensitive === true,
      required: wanted.required === true,
      ...(typeof wanted.default === 'string' || typeof wanted.default === 'number'
        ? { value: fill(String(wanted.default), d.home) }
        : {}),
    }));
    return {
      id,
      transport,
      notes: o.known.has(id) ? ['taken'] : [],
      inputs,
      bundle: {
        blobId: o.bundle,
        name: (manifest.display_name ?? manifest.name).toWellFormed(),
        version: manifest.version,
        files: zip.items.length,
      },
    };
  } finally {
    zip.close();
  }
}

/** Whole or not at all; the folder it lies in then. */
export async function unpackBundle(
  o: { bundle: BlobId; id: McpServerId },
  d: BundleDeps,
  signal: AbortSignal,
): Promise<string> {
  const own = join(d.serversFolder, o.id);
  await mkdir(own, { recursive: true, mode: 0o700 });
  const zip = await openBundle(await d.pathOf(o.bundle));
  const partial = await mkdtemp(join(own, 'partial-'));
  try {
    await readManifest(zip, signal);
    for (const item of zip.items) {
      const path = join(partial, ...item.name.split('/'));
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      // A program of the bundle may be started itself, so its files can be run; nothing outside of it can be reached by them.
      await pipeline(zip.read(item, signal), createWriteStream(path, { flags: 'wx', mode: 0o700 }));
    }
    const folder = join(own, `bundle-${o.bundle.slice(0, 12)}`);
    await rm(folder, { recursive: true, force: true });
    await rename(partial, folder);
    return folder;
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw error;
  } finally {
    zip.close();
  }
}
