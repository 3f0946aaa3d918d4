// What is wrong with a draft, asked of the core a moment after the last key.
import { useEffect, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { Said, SkillDraft } from '#main/contract/skills.ts';

export type Checked = {
  readonly text: string;
  readonly problem?: Said | undefined;
  readonly warnings: readonly Said[];
};

const pauseMs = 250;

/** Undefined while it has not been looked at, and while its wishes are no hosts or folders at all. */
export function useCheck(client: LimpetClient, draft: SkillDraft): Checked | undefined {
  const [checked, setChecked] = useState<Checked>();
  useEffect(() => {
    const stop = new AbortController();
    const check = () =>
      client.skills.checkDraft({ draft }, { signal: stop.signal }).then(setChecked, () => {
        if (stop.signal.aborted) return;
        setChecked({ text: '', problem: { key: 'skills.problem_capabilities', params: {} }, warnings: [] });
      });
    const timer = setTimeout(() => void check(), pauseMs);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [client, draft]);
  return checked;
}
