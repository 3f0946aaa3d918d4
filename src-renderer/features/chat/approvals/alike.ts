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

/** What several members say in the same words is said once. */
export function distinctSentences(
  words: readonly (Words | undefined)[],
  say: (words: Words) => string,
): readonly string[] {
  return [...new Set(words.flatMap((one) => (one === undefined ? [] : [say(one)])))];
}

/** "Always" and "This session" are offered only where every member offers them. */
export function sharedWords(group: Group, of: 'always' | 'sessionGrant') {
  return group.every((approval) => approval[of] !== undefined) ? group.map((approval) => approval[of]) : undefined;
}
