// The skills as the core finds them, followed while the screen is open.
import { useCallback, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { ErrorData } from '#main/contract/errors.ts';
import type { SkillsState } from '#main/contract/skills.ts';
import { useFollow } from '#renderer/api/use-follow.ts';

export function useSkills(
  client: LimpetClient,
  workspace: string | undefined,
): { readonly state: SkillsState | undefined; readonly error: ErrorData | undefined } {
  const [state, setState] = useState<SkillsState>();
  const open = useCallback(
    (signal: AbortSignal) => client.skills.watch(workspace === undefined ? {} : { workspace }, { signal }),
    [client, workspace],
  );
  const { error } = useFollow({ open, onItem: setState });
  return { state, error };
}
