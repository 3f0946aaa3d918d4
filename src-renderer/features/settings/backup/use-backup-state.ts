// The backups as the core sees them, followed while the page is open.
import { useCallback, useState } from 'react';
import type { BackupState } from '#main/contract/backup.ts';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { ErrorData } from '#main/contract/errors.ts';
import { useFollow } from '#renderer/api/use-follow.ts';

export function useBackupState(client: LimpetClient): {
  readonly state: BackupState | undefined;
  readonly error: ErrorData | undefined;
} {
  const [state, setState] = useState<BackupState>();
  const open = useCallback((signal: AbortSignal) => client.backup.watch({}, { signal }), [client]);
  const { error } = useFollow({ open, onItem: setState });
  return { state, error };
}
