// Brings together what the machines of a release made: every file that it consists of, and one list for each system.
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { readManifest } from '../licences/read-package.ts';
import { allArtifactNames } from '../packaging/targets.ts';
import { needed, runCommand } from './command.ts';
import { describeFile } from './manifest.ts';

const project = join(import.meta.dirname, '../..');
const usage = `node build/release/collect.ts --from FOLDER --to FOLDER
Copies the installers below FOLDER, with their block maps, into one folder, and joins the lists for updates that the
builder wrote on each machine. Ends with an error when a file is missing, is there twice, or is not the one its list names.`;

type FeedFile = {
  readonly url: string;
  readonly sha512: string;
  readonly size: number;
  readonly blockMapSize?: number;
};
type Feed = {
  readonly version: string;
  readonly files: readonly FeedFile[];
  readonly path: string;
  readonly sha512: string;
  readonly releaseDate: string;
};

function isFeedFile(value: unknown): value is FeedFile {
  if (typeof value !== 'object' || value === null) return false;
  return 'url' in value && typeof value.url === 'string' && 'sha512' in value && typeof value.sha512 === 'string';
}

function isFeed(value: unknown): value is Feed {
  if (typeof value !== 'object' || value === null || !('files' in value) || !Array.isArray(value.files)) return false;
  return 'version' in value && value.files.length > 0 && value.files.every(isFeedFile);
}

function readFeed(path: string): Feed {
  const feed: unknown = parse(readFileSync(path, 'utf8'));
  if (!isFeed(feed)) throw new Error(`${path} is no list of files`);
  return feed;
}

/** Of one name, from several machines. x64 comes first: older copies take the first file that fits their system. */
export function joinFeeds(feeds: readonly Feed[]): Feed {
  const files = feeds
    .flatMap((feed) => feed.files)
    .toSorted((a, b) => Number(a.url.includes('arm64')) - Number(b.url.includes('arm64')));
  const [first] = files;
  const version = feeds[0]?.version;
  if (first === undefined || version === undefined) throw new Error('there is no list to join');
  if (feeds.some((feed) => feed.version !== version)) throw new Error('the lists are of different versions');
  if (new Set(files.map(({ url }) => url)).size !== files.length) throw new Error('two lists name the same file');
  const releaseDate =
    feeds
      .map((feed) => feed.releaseDate)
      .toSorted()
      .at(-1) ?? '';
  return { version, files, path: first.url, sha512: first.sha512, releaseDate };
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

/** Each file of the release by its name; throws when one is missing or there twice. */
function findArtifacts(from: string, version: string): Map<string, string> {
  const wanted = allArtifactNames(version).flatMap((name) => [name, `${name}.blockmap`]);
  const found = new Map<string, string>();
  for (const path of filesBelow(from)) {
    const name = basename(path);
    if (!wanted.includes(name)) continue;
    if (found.has(name)) throw new Error(`${name} was made twice`);
    found.set(name, path);
  }
  const missing = allArtifactNames(version).filter((name) => !found.has(name));
  if (missing.length > 0) throw new Error(`Missing: ${missing.join(', ')}`);
  return found;
}

/** Resolves with the names of all files in `to`. */
export async function collect(from: string, to: string, version: string): Promise<string[]> {
  const artifacts = findArtifacts(from, version);
  const feeds = Map.groupBy(
    filesBelow(from).filter((path) => /^(latest|beta|alpha)[\w-]*\.yml$/.test(basename(path))),
    (path) => basename(path),
  );
  if (feeds.size === 0) throw new Error('no machine wrote a list for updates');
  const joined = [...feeds].map(([name, paths]) => [name, joinFeeds(paths.map(readFeed))] as const);
  for (const [name, feed] of joined) {
    if (feed.version !== version) throw new Error(`${name} is of ${feed.version}, not of ${version}`);
    for (const { url, sha512 } of feed.files) {
      const path = artifacts.get(url);
      if (path === undefined) throw new Error(`${name} names ${url}, which no machine made`);
      if ((await describeFile(path)).sha512 !== sha512) throw new Error(`${url} is not the file that ${name} names`);
    }
  }
  mkdirSync(to, { recursive: true });
  if (readdirSync(to).length > 0) throw new Error(`${to} is not empty`);
  for (const [name, path] of artifacts) copyFileSync(path, join(to, name));
  for (const [name, feed] of joined) writeFileSync(join(to, name), stringify(feed));
  return readdirSync(to).toSorted();
}

if (process.argv[1] === import.meta.filename) {
  await runCommand({
    usage,
    options: { from: { type: 'string' }, to: { type: 'string' } },
    async run(values) {
      const from = needed(values.from, usage);
      if (!existsSync(from)) throw new Error(`${from} is not there`);
      const names = await collect(from, needed(values.to, usage), String(readManifest(project).version));
      console.log(names.join('\n'));
    },
  });
}
