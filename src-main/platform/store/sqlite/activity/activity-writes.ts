// Appends to the account of what was done: inside the step that makes the entry true, sealed with the entry before it.
import { createHash } from 'node:crypto';
import type { ActivityFact } from '#main/contract/activity.ts';
import { stableJson } from '#main/platform/base/json.ts';
import type { Connection } from '../connection/connection.ts';

export type ActivityPlace = { readonly sessionId?: string | undefined; readonly turnId?: string | undefined };
export type Appended = { readonly at: number; readonly fact: ActivityFact };

/** The hash before the first entry of all. */
export const genesis = '0'.repeat(64);

/** What an entry's hash is made over, besides the hash of the one before. */
export function sealedText(o: { n: number; at: number; fact: string } & ActivityPlace): string {
  return stableJson({ n: o.n, at: o.at, sessionId: o.sessionId, turnId: o.turnId, fact: o.fact });
}

export const sealOf = (previous: string, text: string): string =>
  createHash('sha256').update(previous).update('\n').update(text).digest('hex');

export interface ActivityWrites {
  /** Inside a step of the writer. */
  append(place: ActivityPlace, entries: readonly Appended[]): void;
  /** Drops what is older and moves the beginning of the chain behind it. */
  prune(before: number): number;
}

export function createActivityWrites({ query }: Connection): ActivityWrites {
  const head = query<[], { n: number; hash: string }>('SELECT n, hash FROM activity ORDER BY n DESC LIMIT 1');
  const anchor = query<[], { n: number; hash: string }>('SELECT n, hash FROM activity_anchor WHERE id = 1');
  type Row = {
    n: number;
    at: number;
    type: string;
    session: string | null;
    turn: string | null;
    fact: string;
    previous: string;
    hash: string;
  };
  const insert = query<[Row]>(`
    INSERT INTO activity (n, at, type, session_id, turn_id, fact, previous, hash)
    VALUES (@n, @at, @type, @session, @turn, @fact, @previous, @hash)`);
  // Entries are in order of their writing: the newest old one has everything before it.
  const newestOld = query<[number], { n: number; hash: string }>(
    'SELECT n, hash FROM activity WHERE at < ? ORDER BY n DESC LIMIT 1',
  );
  const setAnchor = query<[{ n: number; hash: string }]>(`
    INSERT INTO activity_anchor (id, n, hash) VALUES (1, @n, @hash)
    ON CONFLICT (id) DO UPDATE SET n = @n, hash = @hash`);
  const drop = query<[number]>('DELETE FROM activity WHERE n <= ?');
  return {
    append({ sessionId, turnId }, entries) {
      let last = head.get() ?? anchor.get() ?? { n: 0, hash: genesis };
      for (const { at, fact } of entries) {
        const json = JSON.stringify(fact);
        const n = last.n + 1;
        const hash = sealOf(last.hash, sealedText({ n, at, fact: json, sessionId, turnId }));
        insert.run({
          n,
          at,
          type: fact.type,
          session: sessionId ?? null,
          turn: turnId ?? null,
          fact: json,
          previous: last.hash,
          hash,
        });
        last = { n, hash };
      }
    },
    prune(before) {
      const last = newestOld.get(before);
      if (last === undefined) return 0;
      setAnchor.run(last);
      return drop.run(last.n);
    },
  };
}
