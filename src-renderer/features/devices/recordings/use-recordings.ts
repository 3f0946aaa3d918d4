// The recordings that are kept, as they are now.
import { useCallback, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { ErrorData } from '#main/contract/errors.ts';
import type { Recording } from '#main/contract/recordings.ts';
import { useFollow } from '#renderer/api/use-follow.ts';

export type FollowedRecordings = {
  readonly recordings: readonly Recording[];
  readonly error: ErrorData | undefined;
  readonly again: () => void;
};

export function useRecordings(client: Pick<LimpetClient, 'recordings'>): FollowedRecordings {
  const [recordings, setRecordings] = useState<readonly Recording[]>([]);
  const { error, again } = useFollow({
    open: useCallback((signal: AbortSignal) => client.recordings.watch({}, { signal }), [client]),
    onItem: (item) => setRecordings(item.recordings),
  });
  return { recordings, error, again };
}
