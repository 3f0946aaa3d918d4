// What the whole window follows: settings, the state of the machine, the models.
import { useCallback, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { ErrorData } from '#main/contract/errors.ts';
import type { StreamItem } from '#main/contract/kernel.ts';
import type { ModelsState } from '#main/contract/models.ts';
import type { Settings } from '#main/contract/settings.ts';
import type { SystemState } from '#main/contract/system.ts';
import { useFollow } from '#renderer/api/use-follow.ts';

export type CoreState = {
  readonly settings: Settings | undefined;
  readonly system: SystemState | undefined;
  readonly models: ModelsState | undefined;
  /** A stream that could not be opened. */
  readonly error: ErrorData | undefined;
  again(): void;
};

export function useCoreState(client: LimpetClient): CoreState {
  const settings = useWatched(useCallback((signal) => client.settings.watch({}, { signal }), [client]));
  const system = useWatched(useCallback((signal) => client.system.watch({}, { signal }), [client]));
  const models = useWatched(useCallback((signal) => client.models.watch({}, { signal }), [client]));
  return {
    settings: settings.value,
    system: system.value,
    models: models.value,
    error: settings.error ?? system.error ?? models.error,
    again() {
      for (const each of [settings, system, models]) if (each.error !== undefined) each.again();
    },
  };
}

function useWatched<T>(open: (signal: AbortSignal) => AsyncIterable<StreamItem<T>>) {
  const [value, setValue] = useState<T | undefined>();
  return { value, ...useFollow({ open, onItem: setValue }) };
}
