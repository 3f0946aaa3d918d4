// Counts how often rules match; many matches become one write.
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { RuleStore, RuleUse } from '#main/platform/store/port/rules.ts';

export type RuleUsesDeps = {
  readonly store: Pick<RuleStore, 'uses' | 'noteUses'>;
  readonly clock: Pick<Clock, 'now' | 'after'>;
  readonly log: Log;
};

export interface RuleUses {
  note(ruleIds: readonly string[]): void;
  /** With what is not written yet. */
  all(): Promise<ReadonlyMap<string, RuleUse>>;
  /** Writes what is held. */
  flush(): Promise<void>;
}

const writeAfterMs = 5_000;

export function createRuleUses({ store, clock, log }: RuleUsesDeps): RuleUses {
  let held = new Map<string, { matches: number; at: number }>();
  let cancel: (() => void) | undefined;
  const flush = async () => {
    cancel?.();
    cancel = undefined;
    if (held.size === 0) return;
    const uses = [...held].map(([ruleId, use]) => ({ ruleId, ...use }));
    held = new Map();
    await store.noteUses(uses);
  };
  return {
    flush,
    note(ruleIds) {
      for (const id of ruleIds) {
        const use = held.get(id);
        held.set(id, { matches: (use?.matches ?? 0) + 1, at: clock.now() });
      }
      if (held.size === 0) return;
      cancel ??= clock.after(writeAfterMs, () => {
        cancel = undefined;
        // Only a count: a full disk must not stop the call that matched.
        flush().catch((error: unknown) => log.warn('rule uses were not written', { error }));
      });
    },
    async all() {
      const uses = new Map(await store.uses());
      for (const [id, { matches, at }] of held) {
        const known = uses.get(id);
        uses.set(id, {
          matches: (known?.matches ?? 0) + matches,
          lastMatchedAt: Math.max(known?.lastMatchedAt ?? 0, at),
        });
      }
      return uses;
    },
  };
}
