// Changes that wait for the person: each is done or discarded once.
import type { ProposalId } from '#main/contract/ids.ts';
import { Proposal } from '#main/contract/proposals.ts';
import { parseJson } from '#main/platform/base/json.ts';
import type { ProposalStore } from '#main/platform/store/port/taint.ts';
import { conflict, notFound } from '../connection/store-errors.ts';
import type { Shared } from '../shared.ts';

type Row = { n: number; state: 'open' | 'accepted' | 'discarded'; input: string; proposal: string; title: string };

/** With the chat's title of now; undefined for a damaged row. */
const read = (row: Row): Proposal | undefined => {
  const parsed = Proposal.safeParse(parseJson(row.proposal)).data;
  return parsed === undefined ? undefined : { ...parsed, sessionTitle: row.title };
};

export function createProposals({ writer, own, run }: Shared): ProposalStore {
  const { query } = writer;
  const select =
    'SELECT p.n, p.state, p.input, p.proposal, s.title FROM proposals p JOIN sessions s ON s.n = p.session_n';
  const find = query<[string], Row>(`${select} WHERE p.id = (SELECT ?)`);
  const same = query<[number, string], Row>(
    `${select} WHERE p.session_n = (SELECT ?) AND p.plan_hash = (SELECT ?) AND p.state = 'open' LIMIT 1`,
  );
  const open = query<[], Row>(`${select} WHERE p.state = 'open' AND s.deleted_at IS NULL ORDER BY p.n DESC LIMIT 200`);
  const insert = query<[Record<'id' | 'hash' | 'input' | 'proposal', string> & Record<'session' | 'at', number>]>(`
    INSERT INTO proposals (id, session_n, plan_hash, created_at, input, proposal)
    VALUES (@id, @session, @hash, @at, @input, @proposal)`);
  const settle = query<[string, number, number]>('UPDATE proposals SET state = ?, decided_at = ? WHERE n = ?');
  const found = (id: ProposalId): Row => {
    const row = find.get(id);
    if (row === undefined) throw notFound('proposal');
    return row;
  };
  return {
    add: ({ proposal, input }) =>
      run(() =>
        writer.step('full', () => {
          const session = own.sessions.byId(proposal.sessionId).n;
          const known = same.get(session, proposal.planHash);
          const first = known === undefined ? undefined : read(known);
          if (first !== undefined) return first;
          insert.run({
            ...{ id: proposal.id, session, hash: proposal.planHash, at: proposal.createdAt },
            ...{ input: JSON.stringify(input ?? null), proposal: JSON.stringify(proposal) },
          });
          return proposal;
        }),
      ),
    open: () => run(() => open.all().flatMap((row) => read(row) ?? [])),
    get: (id) =>
      run(() => {
        const row = found(id);
        const proposal = read(row);
        if (proposal === undefined)
          throw conflict('This proposal was damaged on the disk. Discard it.', 'proposal_decided');
        return { proposal, input: parseJson(row.input), state: row.state };
      }),
    decide: (id, state, now) =>
      run(() =>
        writer.step('full', () => {
          const row = found(id);
          if (row.state !== 'open') throw conflict('This proposal was decided already.', 'proposal_decided');
          settle.run(state, now, row.n);
        }),
      ),
  };
}
