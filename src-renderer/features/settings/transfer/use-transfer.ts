// What the core exports or imports right now, followed while the page is open.
import { useCallback, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { TransferState } from '#main/contract/transfer.ts';
import { useFollow } from '#renderer/api/use-follow.ts';

export function useTransfer(client: LimpetClient): TransferState {
  const [state, setState] = useState<TransferState>({});
  const open = useCallback((signal: AbortSignal) => client.transfer.watch({}, { signal }), [client]);
  useFollow({ open, onItem: setState });
  return state;
}
