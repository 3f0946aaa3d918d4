// The virtual boards as they are seen from outside.
import { useCallback, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { VirtualBoard } from '#main/contract/devices.ts';
import { useFollow } from '#renderer/api/use-follow.ts';

export function useVirtualBoards(client: Pick<LimpetClient, 'devices'>): readonly VirtualBoard[] {
  const [boards, setBoards] = useState<readonly VirtualBoard[]>([]);
  useFollow({
    open: useCallback((signal: AbortSignal) => client.devices.followBoards({}, { signal }), [client]),
    onItem: (item) => setBoards(item.boards),
  });
  return boards;
}
