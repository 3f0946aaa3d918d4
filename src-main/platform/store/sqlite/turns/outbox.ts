// Answers on their way out: claimed under a lease, so that a dead sender's row is taken up again.
import { z } from 'zod';
import type { SessionId, TurnId } from '#main/contract/ids.ts';
import { parseJson } from '#main/platform/base/json.ts';
import type { OutboxRow, OutboxStore } from '#main/platform/store/port.ts';
import { notFound } from '../connection/store-errors.ts';
import type { Shared } from '../shared.ts';

type Row = { n: number; id: string; channel_id: string; attempts: number; body: string; sid: SessionId; tid: TurnId };

export function createOutbox({ writer, run }: Shared): OutboxStore {
  const { query } = writer;
  const due = query<[string, number, number], Row>(`
    SELECT o.n, o.id, o.channel_id, o.attempts, o.body, s.id AS sid, t.id AS tid
    FROM outbox o JOIN sessions s ON s.n = o.session_n JOIN turns t ON t.n = o.turn_n
    WHERE o.channel_id = ? AND o.sent_at IS NULL AND o.due_at <= ? ORDER BY o.due_at, o.n LIMIT ?`);
  const lease = query<[number, number]>('UPDATE outbox SET due_at = ?, attempts = attempts + 1 WHERE n = ?');
  const sent = query<[number, string]>("UPDATE outbox SET sent_at = ?, body = '' WHERE id = ? AND sent_at IS NULL");
  const failed = query<[number, string]>('UPDATE outbox SET due_at = ? WHERE id = ? AND sent_at IS NULL');
  const exists = query<[string], { n: number }>('SELECT n FROM outbox WHERE id = ?');

  const change = (changed: number, id: string) => {
    if (changed === 0 && exists.get(id) === undefined) throw notFound('delivery');
  };
  return {
    claim: ({ channelId, limit, now, leaseMs }) =>
      run(() =>
        writer.step('full', () =>
          due.all(channelId, now, limit).map((row): OutboxRow => {
            lease.run(now + leaseMs, row.n);
            const text = z.string().safeParse(parseJson(row.body)).data ?? '';
            const attempts = row.attempts + 1;
            return { id: row.id, sessionId: row.sid, turnId: row.tid, channelId: row.channel_id, text, attempts };
          }),
        ),
      ),
    markSent: (id, now) => run(() => writer.step('full', () => change(sent.run(now, id), id))),
    markFailed: (id, { retryAt }) => run(() => writer.step('full', () => change(failed.run(retryAt, id), id))),
  };
}
