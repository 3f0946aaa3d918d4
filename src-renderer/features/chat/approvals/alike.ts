// Questions of one shape stand on one card: which belong together, and what of them is said once.
import type { Approval } from '#main/contract/messages.ts';
import type { Words } from '#main/contract/policy.ts';

export type Group = readonly [Approval, ...Approval[]];

/** In the order in which they were asked. Only questions of the same chat share a card. */
export function groupAlike(approvals: readonly Approval[]): readonly Group[] {
  const groups = new Map<string, [Approval, ...Approval[]]>();
  for (const approval of approvals) {
    const { shape, sessionId, id } = approval;
    const key = shape === undefined ? `one ${id}` : `${sessionId} ${shape}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [approval]);
    else group.push(approval);
  }
  return [...groups.values()];
}

/** Names exactly what is on the card: another member or another plan is another card to read. */
export const signatureOf = (group: Group): string => group.map(({ id, planHash }) => `${id}:${planHash}`).join(' ');

/** What several members say the same way is said once. */
export function distinctWords(words: readonly (Words | undefined)[]): readonly (Words & { readonly id: string })[] {
  const found = new Map<string, Words>();
  for (const one of words) if (one !== undefined) found.set(JSON.stringify([one.key, one.params]), one);
  return [...found].map(([id, one]) => ({ ...one, id }));
}

/** "Always" and "This session" are offered only where every member offers them. */
export function sharedWords(group: Group, of: 'always' | 'sessionGrant') {
  return group.every((approval) => approval[of] !== undefined)
    ? distinctWords(group.map((approval) => approval[of]))
    : undefined;
}
