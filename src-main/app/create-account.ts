// The account of what was done, and the replay of turns over a store that is thrown away.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createReplay } from '#main/agent/replay/create-replay.ts';
import type { ActivityBook } from '#main/guard/activity/create-activity.ts';
import { createSettingNotes } from '#main/guard/activity/create-setting-notes.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { SettingsSource } from '#main/platform/settings/port.ts';
import { openStore } from '#main/platform/store/create-store.ts';
import type { Store } from '#main/platform/store/port.ts';
import type { Agent } from './create-agent.ts';
import type { Guards } from './create-guards.ts';

export type AccountDeps = {
  readonly store: Store;
  readonly book: ActivityBook;
  readonly settings: SettingsSource;
  readonly guards: Guards;
  readonly loopOver: Agent['loopOver'];
  readonly clock: Clock;
  readonly log: Log;
};

async function scratchStore(clock: Clock) {
  const folder = await mkdtemp(join(tmpdir(), 'limpet-replay-'));
  const { store } = await openStore({ folder, now: clock.now });
  return {
    store,
    discard: async () => {
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export function createAccount(d: AccountDeps) {
  const { store, clock } = d;
  createSettingNotes({ settings: d.settings, activity: d.book, log: d.log });
  const replay = createReplay({
    ...{ store, clock },
    scratch: () => scratchStore(clock),
    loop: d.loopOver,
    permissions: d.guards.permissions,
  });
  return { book: d.book, replay };
}
