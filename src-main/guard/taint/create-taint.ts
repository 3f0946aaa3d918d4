// Keeps the labels of every chat in the store and judges calls by them.
import type { SessionId } from '#main/contract/ids.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { SettingsSource } from '#main/platform/settings/port.ts';
import type { Store } from '#main/platform/store/port.ts';
import { callLabel, noServer } from './call-label.ts';
import { readGuidance, restoreGuidance } from './guidance-watch.ts';
import { judgeCall } from './judge.ts';
import { addressesIn } from './named-addresses.ts';
import type { Taint } from './port.ts';
import { isPrivatePlace } from './private-places.ts';
import { isSynced } from './synced-folder.ts';

export type TaintDeps = {
  readonly store: Pick<Store, 'taint' | 'sessions'>;
  readonly bus: Pick<Bus, 'publish'>;
  readonly clock: { readonly now: () => number };
  readonly settings: Pick<SettingsSource, 'current'>;
  /** A rule that the person wrote allows exactly this host in this folder. */
  readonly isAllowedHost: (place: { workspace: string; host: string; port: number }) => Promise<boolean>;
};

export function createTaint(d: TaintDeps): Taint {
  const { taint, sessions } = d.store;
  const tell = (sessionId: SessionId) => d.bus.publish('taint', sessionId, { type: 'changed' });
  const keep: Taint['note'] = async (sessionId, { turnId = '', ...label }) => {
    if (label.trust === 'owner' && label.secrecy === 'public') return;
    await taint.note(sessionId, { ...label, source: label.source.slice(0, 1_000), turnId, at: d.clock.now() });
    tell(sessionId);
  };
  return {
    labelsOf: (sessionId) => taint.labels(sessionId),
    labelsOfTurn: (sessionId, turnId) => taint.labels(sessionId, turnId),
    note: (sessionId, label) => keep(sessionId, { ...label, source: noServer(label.source) }),
    async noteCall(sessionId, { turnId, ...ended }) {
      const { workspace } = await sessions.get(sessionId);
      const label = callLabel(ended, {
        isPrivate: (path) => isPrivatePlace(path, workspace, d.settings.current().taint),
      });
      if (label !== undefined) await keep(sessionId, { ...label, turnId });
    },
    async heard(sessionId, text) {
      const addresses = addressesIn(text);
      if (addresses.length > 0) await taint.name(sessionId, addresses, false);
    },
    doubt: (sessionId, text) => taint.name(sessionId, addressesIn(text), true),
    async judge(request) {
      const { sessionId } = request;
      return judgeCall(request, await taint.labels(sessionId), {
        isNamed: (address) => taint.isNamed(sessionId, address),
        isPrivateFolder: () => isPrivatePlace('.', '/', d.settings.current().taint),
        isAllowedHost: async (host, port) =>
          d.isAllowedHost({ workspace: (await sessions.get(sessionId)).workspace, host, port }),
        isSyncedFolder: async () => isSynced((await sessions.get(sessionId)).workspace),
      });
    },
    async holdGuidance(sessionId, root) {
      if ((await taint.labels(sessionId)).trust === 'owner') return async () => [];
      const before = await readGuidance(root);
      return () => restoreGuidance(root, before);
    },
    async reset(sessionId) {
      await taint.reset(sessionId);
      tell(sessionId);
    },
  };
}
