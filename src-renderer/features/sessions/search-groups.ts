// Search hits grouped by the session they were found in, for the result list.
import type { SessionId } from '#main/contract/ids.ts';
import type { SearchHit } from '#main/contract/sessions.ts';

export type HitGroup = { readonly sessionId: SessionId; readonly title: string; readonly hits: readonly SearchHit[] };

/** Groups stand in the order of their best hit; hits keep theirs. */
export function groupHits(hits: readonly SearchHit[]): HitGroup[] {
  const groups = new Map<SessionId, SearchHit[]>();
  for (const hit of hits) {
    const known = groups.get(hit.sessionId);
    if (known === undefined) groups.set(hit.sessionId, [hit]);
    else known.push(hit);
  }
  return [...groups].map(([sessionId, found]) => ({ sessionId, title: found[0]?.sessionTitle ?? '', hits: found }));
}
