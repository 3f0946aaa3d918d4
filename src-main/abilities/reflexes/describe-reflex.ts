// One reflex as the person sees it: what is kept of it, and how it is now.
import type { Reflex, ReflexEvent } from '#main/contract/reflexes.ts';
import { hashOf } from '#main/platform/base/json.ts';
import type { StoredReflex } from '#main/platform/store/port/reflexes.ts';
import type { ReflexState } from './engine/reflex-engine.ts';
import type { LiveReflex } from './watch/live-reflex.ts';

function phaseOf({ isStale, isActive, since }: ReflexState): NonNullable<Reflex['phase']> {
  if (isStale) return 'stale';
  if (isActive) return 'active';
  return since === undefined ? 'waiting' : 'counting';
}

function nowOf(live: LiveReflex): Partial<Reflex> {
  const { state } = live;
  const firesAt = live.firesAt();
  return {
    phase: phaseOf(state),
    ...(firesAt === undefined ? {} : { firesAt }),
    ...(state.value === undefined ? {} : { value: state.value }),
    ...(state.valueAt === undefined ? {} : { valueAt: state.valueAt }),
  };
}

export function describeReflex(
  { id, rule, revision, draftedIn, changedAt, approvedHash }: StoredReflex,
  live: LiveReflex | undefined,
  newest: ReflexEvent | undefined,
): Reflex {
  return {
    ...{ id, rule, revision, changedAt, hash: hashOf(rule), isOn: approvedHash !== undefined },
    ...(draftedIn === undefined ? {} : { draftedIn }),
    ...(live === undefined || approvedHash === undefined ? {} : nowOf(live)),
    ...(newest === undefined ? {} : { newest }),
  };
}
