// The ledger: effects are written down before they happen, and put back when the person says so.
import { join } from 'node:path';
import { isCancelled } from '#main/contract/errors.ts';
import type { SessionId } from '#main/contract/ids.ts';
import type { Settings } from '#main/contract/settings.ts';
import type { Activity } from '#main/guard/activity/port.ts';
import type { Workspaces } from '#main/guard/workspace/port.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import { newId } from '#main/platform/base/ids.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { Secrets } from '#main/platform/secrets/port.ts';
import type { LedgerEntry } from '#main/platform/store/port/ledger.ts';
import type { Store } from '#main/platform/store/port.ts';
import { createFileKind } from './files/file-kind.ts';
import { commandKind } from './files/file-payload.ts';
import { createImageKeys } from './files/image-keys.ts';
import { createImageStore, type ImageStore } from './files/image-store.ts';
import { createRecordedFiles, createSurvey } from './files/recorded-files.ts';
import type { KeepRoom } from './files/survey.ts';
import { createKinds, type Kinds } from './kinds.ts';
import type { Ledger, NewEffect, UndoPlace } from './port.ts';
import { createUndo, type Undo } from './undo-entries.ts';
import { createCommandWatcher } from './watch-commands.ts';

export type LedgerDeps = {
  readonly store: { readonly ledger: Store['ledger']; readonly turns: Pick<Store['turns'], 'running'> };
  readonly workspaces: Workspaces;
  readonly settings: { current(): Pick<Settings, 'undo'> };
  readonly dataFolder: string;
  readonly bus: Pick<Bus, 'publish'>;
  readonly activity: Activity;
  /** Where the key of what is kept lies. */
  readonly secrets: Pick<Secrets, 'get' | 'set' | 'status' | 'onChange'>;
  readonly clock: Clock;
  readonly log: Log;
};

/** The ledger, what puts back, and what handlers read. */
export type CreatedLedger = Ledger & { readonly undo: Undo; readonly kinds: Kinds; readonly images: ImageStore };

const mebibyte = 1024 * 1024;
const dayMs = 24 * 3_600_000;

function createRoom(d: LedgerDeps): { fileBytes(): number; room(): Promise<KeepRoom> } {
  const limits = () => d.settings.current().undo;
  const fileBytes = () => (limits().days === 0 ? 0 : limits().fileMb * mebibyte);
  return {
    fileBytes,
    async room() {
      const kept = await d.store.ledger.keptSince(d.clock.now() - dayMs);
      return { fileBytes: fileBytes(), leftBytes: Math.max(0, limits().dayMb * mebibyte - kept) };
    },
  };
}

export function createLedger(d: LedgerDeps): CreatedLedger {
  const { store, clock } = d;
  const log = d.log.child('undo');
  const folder = join(d.dataFolder, 'undo');
  let settled: Promise<void> = Promise.resolve();
  /** One after the other: two at once would each see the other's half. */
  const settleKeys = () => {
    settled = settled
      .then(() => keys.settle())
      .catch((error: unknown) => log.warn('key for undo not moved', { error }));
  };
  const keys = createImageKeys({ folder, secrets: d.secrets, onMade: settleKeys, log });
  const images = createImageStore(folder, keys);
  const { fileBytes, room } = createRoom(d);
  const kinds = createKinds();
  kinds.register(createFileKind({ workspaces: d.workspaces, images, fileBytes }));
  /** Begun in this process: what they come to is told by whoever began them. */
  const own = new Set<string>();
  const watcher = createCommandWatcher({
    ...{ ledger: store.ledger, images, workspaces: d.workspaces, clock, log },
    isKeeping: () => d.settings.current().undo.days > 0,
  });
  const { canWatch } = watcher;
  const changed = (sessionId: SessionId) => d.bus.publish('undo', sessionId, { type: 'changed' });

  const rowOf = (place: UndoPlace, effect: NewEffect) => {
    const { payload } = kinds.parse(effect); // a kind that nobody knows, or a wrong form, throws here
    return {
      id: newId(clock.now()),
      ...place,
      kind: effect.kind,
      at: clock.now(),
      payload,
      images: effect.images ?? [],
    };
  };
  /** Of entries whose effects may or may not have happened, those stay that have. */
  const settle = async (entries: readonly LedgerEntry[]): Promise<void> => {
    for (const entry of entries) {
      const stands = await kinds.stands(entry, neverAborts).catch(() => 'neither' as const);
      const isUndone = stands === 'before' && entry.state !== 'begun';
      if (stands === 'before' && entry.state === 'begun') await store.ledger.drop([entry.id]);
      else await store.ledger.mark([entry.id], { state: isUndone ? 'undone' : 'done' });
    }
  };
  const record = async <T>(place: UndoPlace, effects: readonly NewEffect[], run: () => Promise<T>): Promise<T> => {
    if (effects.length === 0) return run();
    const rows = effects.map((effect) => rowOf(place, effect));
    const ids = rows.map(({ id }) => id);
    for (const id of ids) own.add(id);
    await store.ledger.begin(rows);
    try {
      const result = await run();
      await store.ledger.mark(ids, { state: 'done' });
      return result;
    } catch (error) {
      await settle(rows.map((row) => ({ ...row, state: 'begun' })));
      throw error;
    } finally {
      for (const id of ids) own.delete(id);
      changed(place.sessionId);
    }
  };
  /** What a process that is gone has left half done. */
  const recover = async () => {
    const startedAt = clock.now();
    const left = (await store.ledger.open()).filter(({ id }) => !own.has(id));
    for (const entry of left.filter(({ kind }) => kind === commandKind)) {
      const isRecorded = watcher.recover(entry);
      await isRecorded.catch((error: unknown) => log.warn('changes of a command not recorded', { error }));
    }
    const effects = left.filter(({ kind }) => kind !== commandKind);
    for (const entry of effects) await kinds.tidy(entry, startedAt).catch(() => undefined); // the next start tries again
    await settle(effects);
    if (left.length > 0) log.info('undo entries settled', { entries: left.length });
  };
  const sweep = async () => {
    const { days } = d.settings.current().undo;
    const entries = await store.ledger.expire(clock.now() - days * dayMs);
    const contents = await images.sweep((await store.ledger.images()).union(watcher.needed()), clock.now());
    if (entries > 0 || contents > 0) log.info('undo entries expired', { entries, contents });
  };
  const attempt = async (name: string, work: () => Promise<void>) => {
    await work().catch((error: unknown) => {
      if (!isCancelled(error)) log.error('undo upkeep failed', { job: name, error });
    });
  };

  return {
    images,
    kinds,
    undo: createUndo({ store, kinds, changed, settle, activity: d.activity, log }),
    register: (kind) => kinds.register(kind),
    record,
    files: (workspace, place, { mayLose }) =>
      createRecordedFiles({ images, recorder: { record }, room, canWatch }, { workspace, place, mayLose }),
    survey: (workspace) => createSurvey(workspace, { room, canWatch }),
    async beforeCommand(workspace, place, signal) {
      const watch = await watcher.before(workspace, place, signal);
      if (watch === undefined) return undefined;
      return {
        finish: async () => {
          const changes = await watch.finish();
          changed(place.sessionId);
          return changes;
        },
      };
    },
    async run(signal) {
      await attempt('settle', recover);
      settleKeys();
      const off = d.secrets.onChange(settleKeys);
      while (!signal.aborted) {
        await attempt('sweep', sweep);
        await clock.sleep(dayMs, signal).catch(() => undefined); // aborted: the loop ends
      }
      off();
    },
  };
}
