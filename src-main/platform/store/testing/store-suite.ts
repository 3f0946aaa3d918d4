// Every promise of the store's port, for any implementation.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { OpenStore, Store } from '../port.ts';
import { activitySuite } from './activity-suite.ts';
import { branchesSuite } from './branches-suite.ts';
import { type Conversation, createConversation } from './conversation.ts';
import { devicesSuite } from './devices-suite.ts';
import { importsSuite } from './imports-suite.ts';
import { inboxSuite } from './inbox-suite.ts';
import { ledgerSuite } from './ledger-suite.ts';
import { notesSuite } from './notes-suite.ts';
import { readingsSuite } from './readings-suite.ts';
import { reflexesSuite } from './reflexes-suite.ts';
import { rulesSuite } from './rules-suite.ts';
import { searchSuite } from './search-suite.ts';
import { sessionsSuite } from './sessions-suite.ts';
import { smallStoresSuite } from './small-stores-suite.ts';
import { spendingSuite } from './spending-suite.ts';
import { turnsSuite } from './turns-suite.ts';

export type Bench = {
  readonly store: () => Store;
  readonly talk: () => Conversation;
  readonly folder: () => string;
  /** Closes and opens the same folder again, as after a restart. */
  readonly reopen: () => Promise<Store>;
};

export function storeSuite(openStore: OpenStore): void {
  let folder = '';
  let store: Store | undefined;
  let talk: Conversation | undefined;
  const open = async () => {
    const opened = await openStore({ folder, now: () => 1_700_000_000_000 });
    store = opened.store;
    talk = createConversation(opened.store);
    return opened.store;
  };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'limpet-store-'));
    await open();
  });
  afterEach(async () => {
    await store?.close();
    await rm(folder, { recursive: true, force: true });
  });
  const present = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error('the store is not open');
    return value;
  };
  const bench: Bench = {
    store: () => present(store),
    talk: () => present(talk),
    folder: () => folder,
    reopen: async () => {
      await store?.close();
      return open();
    },
  };
  notesSuite(bench);
  sessionsSuite(bench);
  inboxSuite(bench);
  turnsSuite(bench);
  branchesSuite(bench);
  searchSuite(bench);
  smallStoresSuite(bench);
  importsSuite(bench);
  spendingSuite(bench);
  activitySuite(bench);
  ledgerSuite(bench);
  rulesSuite(bench);
  devicesSuite(bench);
  readingsSuite(bench);
  reflexesSuite(bench);
}
