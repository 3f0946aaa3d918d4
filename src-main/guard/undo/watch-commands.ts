// Commands change what they like in their folder: it is kept before them, and what they changed is put on record after them,
// also when the program died in between.
import { z } from 'zod';
import type { Workspace, Workspaces } from '#main/guard/workspace/port.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import { newId } from '#main/platform/base/ids.ts';
import { parseJson } from '#main/platform/base/json.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { LedgerEntry, LedgerStore } from '#main/platform/store/port/ledger.ts';
import { commandKind, fileKind } from './files/file-payload.ts';
import {
  changesSince,
  FolderSnapshot,
  imageOf,
  knownEntries,
  listFolder,
  snapshotLimits,
  takeSnapshot,
} from './files/folder-snapshot.ts';
import type { ImageStore } from './files/image-store.ts';
import type { CommandWatch, UndoPlace } from './port.ts';

const CommandPayload = z.object({ root: z.string(), snapshot: z.string() });

export type WatchDeps = {
  readonly ledger: LedgerStore;
  readonly images: ImageStore;
  readonly workspaces: Workspaces;
  readonly isKeeping: () => boolean;
  readonly clock: Clock;
  readonly log: Log;
};

export interface CommandWatcher {
  /** Undefined where the folder is too large: then nothing of it can be undone. Never rejects. */
  before(workspace: Workspace, place: UndoPlace, signal: AbortSignal): Promise<CommandWatch | undefined>;
  canWatch(workspace: Workspace, signal: AbortSignal): Promise<boolean>;
  /** What a command of a dead process changed. */
  recover(entry: LedgerEntry): Promise<void>;
  /** Contents that running commands may need. */
  needed(): ReadonlySet<string>;
}

async function* once(text: string): AsyncIterable<Uint8Array> {
  yield new TextEncoder().encode(text);
}

export function createCommandWatcher(d: WatchDeps): CommandWatcher {
  const last = new Map<string, FolderSnapshot>();
  const running = new Set<FolderSnapshot>();

  const record = async (workspace: Workspace, entry: LedgerEntry, snapshot: FolderSnapshot): Promise<number> => {
    // A command may have filled the folder beyond the bounds: then only what was there before is looked at.
    const entries = (await listFolder(workspace, neverAborts)) ?? (await knownEntries(snapshot, workspace.steps));
    const changes = await changesSince(snapshot, entries, { steps: workspace.steps, signal: neverAborts });
    const rows = changes.map((change) => ({
      ...{ id: newId(d.clock.now()), sessionId: entry.sessionId, turnId: entry.turnId, callId: entry.callId },
      ...{ kind: fileKind, at: d.clock.now(), payload: { type: 'put', root: workspace.root, ...change } },
      images: imageOf(change.before),
    }));
    await d.ledger.begin(rows);
    await d.ledger.mark(
      rows.map(({ id }) => id),
      { state: 'done' },
    );
    await d.ledger.drop([entry.id]);
    return rows.length;
  };

  const begin = async (workspace: Workspace, place: UndoPlace, signal: AbortSignal) => {
    const entries = await listFolder(workspace, signal);
    if (entries === undefined || !d.isKeeping()) return undefined;
    const { images, clock } = d;
    const { root, steps } = workspace;
    const snapshot = await takeSnapshot(entries, { images, steps, signal, last: last.get(root), now: clock.now() });
    last.set(root, snapshot);
    if (last.size > 4) last.delete([...last.keys()][0] ?? '');
    const text = JSON.stringify(snapshot);
    const image = await images.keep(once(text), { maxBytes: snapshotLimits.bytes, signal, isQuick: true });
    if (image === undefined) return undefined;
    const payload = { root, snapshot: image.sha256 };
    const row = { id: newId(clock.now()), ...place, kind: commandKind, at: clock.now(), payload, images: [image] };
    await d.ledger.begin([row]);
    return { entry: { ...row, state: 'begun' as const }, snapshot };
  };

  return {
    async before(workspace, place, signal) {
      try {
        const begun = await begin(workspace, place, signal);
        if (begun === undefined) return undefined;
        running.add(begun.snapshot);
        return {
          finish: async () => {
            try {
              return await record(workspace, begun.entry, begun.snapshot);
            } catch (error) {
              d.log.error('changes of a command not recorded', { callId: place.callId, error });
              return 0; // its journal stays: the next start tries again
            } finally {
              running.delete(begun.snapshot);
            }
          },
        };
      } catch (error) {
        if (!signal.aborted) d.log.warn('folder not kept before a command', { callId: place.callId, error });
        return undefined;
      }
    },
    canWatch: async (workspace, signal) => d.isKeeping() && (await listFolder(workspace, signal)) !== undefined,
    async recover(entry) {
      const { root, snapshot } = CommandPayload.parse(entry.payload);
      const text = new TextDecoder().decode(await d.images.read(snapshot));
      await record(await d.workspaces.open(root), entry, FolderSnapshot.parse(parseJson(text)));
    },
    needed: () =>
      new Set(
        [...running].flatMap(({ names }) =>
          Object.values(names).flatMap(({ state }) => imageOf(state).map(({ sha256 }) => sha256)),
        ),
      ),
  };
}
