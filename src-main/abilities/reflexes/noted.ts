// How reflexes stand on the account of what was done.
import type { ReflexEventType, ReflexRule } from '#main/contract/reflexes.ts';
import type { PlacedActivity } from '#main/platform/store/port/activity.ts';

export type NotedReflex = ReflexEventType | 'on' | 'off' | 'removed' | 'altered';

export const noted = (
  at: number,
  what: NotedReflex,
  { by, rule }: { readonly by: 'person' | 'limpet'; readonly rule: Pick<ReflexRule, 'name'> },
): PlacedActivity => ({
  at,
  fact: { type: 'noted', by, title: { key: `reflexes.noted_${what}`, params: { name: rule.name } } },
});
