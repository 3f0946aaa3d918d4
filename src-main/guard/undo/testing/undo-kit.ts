// A folder with files, a real store and a ledger over it, and an agent that does what chance says.
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CallId, SessionId, TurnId } from '#main/contract/ids.ts';
import { Settings } from '#main/contract/settings.ts';
import { createHeardActivity } from '#main/guard/activity/testing/heard-activity.ts';
import { createWorkspaces } from '#main/guard/workspace/create-workspace.ts';
import { neverAborts as signal } from '#main/platform/base/abort.ts';
import { type Clock, systemClock } from '#main/platform/base/clock.ts';
import { silentLog } from '#main/platform/base/log.ts';
import { noSecrets } from '#main/platform/secrets/testing/no-secrets.ts';
import { openStore } from '#main/platform/store/create-store.ts';
import type { Store } from '#main/platform/store/port.ts';
import { type CreatedLedger, createLedger, type LedgerDeps } from '../create-ledger.ts';
import type { RecordedFiles } from '../port.ts';

export type UndoKit = {
  readonly root: string;
  readonly data: string;
  readonly store: Store;
  readonly ledger: CreatedLedger;
  readonly sessionId: SessionId;
  readonly published: string[];
  readonly noted: ReturnType<typeof createHeardActivity>['notes'];
  files(turn?: string, o?: { mayLose?: boolean }): Promise<RecordedFiles>;
  close(o?: { keep?: boolean }): Promise<void>;
};
export type UndoKitOptions = {
  readonly base?: string;
  readonly undo?: Partial<Settings['undo']>;
  readonly clock?: Clock;
  readonly running?: string;
  readonly secrets?: LedgerDeps['secrets'];
};

export async function createUndoKit(o: UndoKitOptions = {}): Promise<UndoKit> {
  const base = o.base ?? mkdtempSync(join(realpathSync(tmpdir()), 'limpet-undo-'));
  const [root, data] = [join(base, 'work'), join(base, 'data')];
  for (const folder of [root, data]) mkdirSync(folder, { recursive: true });
  const clock = o.clock ?? systemClock;
  const { store } = await openStore({ folder: data, now: clock.now });
  const listed = await store.sessions.list({ archived: false, limit: 1 });
  const id = SessionId.parse('undo-session');
  const session = { id, title: 'Undo', titleIsAutomatic: false, workspace: root, now: clock.now() };
  if (listed.total === 0) await store.sessions.create(session);
  const workspaces = createWorkspaces({ dataFolder: data, home: join(base, 'home'), platform: process.platform });
  const published: string[] = [];
  const activity = createHeardActivity();
  const turn = { id: o.running, sessionId: id, state: 'running', model: 'a/b', step: 0, startedAt: 0 };
  const ledger = createLedger({
    ...{ workspaces, dataFolder: data, clock, log: silentLog },
    store: {
      ledger: store.ledger,
      turns: { running: async () => (o.running === undefined ? undefined : (turn as never)) },
    },
    settings: { current: () => Settings.parse({ undo: o.undo ?? {} }) },
    bus: { publish: (_topic, key) => void published.push(key) },
    ...{ activity, secrets: o.secrets ?? noSecrets },
  });
  return {
    ...{ root, data, store, ledger, sessionId: id, published, noted: activity.notes },
    files: async (name = 't1', { mayLose = false } = {}) =>
      ledger.files(
        await workspaces.open(root),
        { sessionId: id, turnId: TurnId.parse(name), callId: CallId.parse('c1') },
        { mayLose },
      ),
    async close({ keep = false } = {}) {
      await store.close();
      if (!keep) rmSync(base, { recursive: true, force: true });
    },
  };
}

/** Every name below a folder with what it is: kind, rights, content or where a link leads. */
export function treeOf(root: string): Map<string, string> {
  const tree = new Map<string, string>();
  const visit = (folder: string) => {
    for (const name of readdirSync(join(root, folder)).sort()) {
      const path = folder === '' ? name : `${folder}/${name}`;
      const stat = lstatSync(join(root, path));
      const mode = (stat.mode & 0o777).toString(8);
      if (stat.isSymbolicLink()) tree.set(path, `link ${readlinkSync(join(root, path))}`);
      else if (stat.isDirectory()) {
        tree.set(path, `folder ${mode}`);
        visit(path);
      } else tree.set(path, `file ${mode} ${readFileSync(join(root, path), 'latin1')}`);
    }
  };
  visit('');
  return tree;
}

export type Chance = { (below: number): number; pick<T>(list: readonly T[]): T };

/** The same numbers for the same seed (mulberry32). */
export function createChance(seed: number): Chance {
  let at = seed >>> 0;
  const next = (below: number) => {
    at = (at + 0x6d2b79f5) >>> 0;
    let t = Math.imul(at ^ (at >>> 15), 1 | at);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
  const pick = <T>(list: readonly T[]): T => {
    const one = list[next(list.length)];
    if (one === undefined) throw new Error('an empty list');
    return one;
  };
  return Object.assign(next, { pick });
}

const names = [
  'a.txt',
  'A.txt',
  'b',
  'Tide notes.md',
  'é.txt',
  'e\u0301.txt',
  '潮汐.txt',
  'ملف',
  '🐚',
  '.hidden',
  'x (kept copy).md',
];
const folders = ['', 'docs/', 'Docs/', 'deep/er/', '資料/'];
export const somePath = (chance: Chance) => chance.pick(folders) + chance.pick(names);
const someText = (chance: Chance) => 'line\n'.repeat(chance(4)) + chance(1_000_000);

/** Files of the person, with rights, empty folders and links. */
export function fillFolder(root: string, chance: Chance): void {
  for (let made = 0; made < 14; made += 1) {
    const path = join(root, somePath(chance));
    mkdirSync(join(path, '..'), { recursive: true });
    if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) continue;
    const kind = chance(8);
    if (kind === 0) symlinkSync(chance.pick(['a.txt', 'docs', 'nowhere', '../outside']), path);
    else if (kind === 1) mkdirSync(path);
    else writeFileSync(path, someText(chance));
    if (kind > 1 && chance(4) === 0) chmodSync(path, chance.pick([0o600, 0o755, 0o640]));
  }
}

export const bytesOf = (text: string) => new TextEncoder().encode(text);

async function write(files: RecordedFiles, path: string, text: string): Promise<void> {
  const found = await files.stat(path);
  const sha256 = found === undefined ? null : (await files.read(path, { maxBytes: 1, signal })).sha256;
  await files.write(path, bytesOf(text), { expectedSha256: sha256, signal });
}

/** One thing that an agent may do; what is refused does nothing. */
export async function someEffect(files: RecordedFiles, chance: Chance): Promise<boolean> {
  const [path, other] = [somePath(chance), somePath(chance)];
  const kind = chance(10);
  const where = kind < 8 ? path : `${path.split('/')[0]}`;
  try {
    if (kind < 4) await write(files, path, someText(chance));
    else if (kind === 4) await files.makeFolder(chance(2) === 0 ? path : `${path}/new`, { signal });
    else {
      const { fingerprint } = await files.survey(where, signal);
      const flipped = where === where.toUpperCase() ? where.toLowerCase() : where.toUpperCase();
      if (kind < 7) await files.remove(where, { fingerprint, signal });
      else await files.move(where, chance(4) === 0 ? flipped : other, { fingerprint, signal });
    }
    return true;
  } catch {
    return false; // names a folder as a file, something that is not there, a link that leads out
  }
}
