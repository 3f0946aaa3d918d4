// What sets the folder from outside, so that it cannot be chosen here; undefined where it can.
import { useCallback, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import { findSetting, lockOf, type SettingsSources } from '#main/contract/settings.ts';
import { useFollow } from '#renderer/api/use-follow.ts';

export function useWorkspaceLock(client: LimpetClient): string | undefined {
  const [sources, setSources] = useState<SettingsSources>();
  const open = useCallback((signal: AbortSignal) => client.settings.sources({}, { signal }), [client]);
  useFollow({ open, onItem: setSources });
  const one = findSetting('workspace');
  return one === undefined ? undefined : lockOf(one, sources?.origins[one.path]);
}
