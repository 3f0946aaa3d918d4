// The reflexes, the sensors that they can look at and the boards that they can switch, as they are now.
import { useCallback, useEffect, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { Device } from '#main/contract/devices.ts';
import type { Series } from '#main/contract/readings.ts';
import type { Reflex } from '#main/contract/reflexes.ts';
import { useFollow } from '#renderer/api/use-follow.ts';

export type ReflexesClient = Pick<LimpetClient, 'reflexes' | 'readings' | 'devices'>;

export function useReflexes(client: ReflexesClient) {
  const [reflexes, setReflexes] = useState<readonly Reflex[]>();
  const [devices, setDevices] = useState<readonly Device[]>([]);
  const followed = useFollow({
    open: useCallback((signal: AbortSignal) => client.reflexes.follow({}, { signal }), [client]),
    onItem: (item: { reflexes: readonly Reflex[] }) => setReflexes(item.reflexes),
  });
  useFollow({
    open: useCallback((signal: AbortSignal) => client.devices.follow({}, { signal }), [client]),
    onItem: (item: { devices: readonly Device[] }) => setDevices(item.devices),
  });
  return { reflexes, devices, error: followed.error, again: followed.again };
}

/** What is recorded; asked for when a form is opened. */
export function useSeries(client: Pick<LimpetClient, 'readings'>): readonly Series[] | undefined {
  const [series, setSeries] = useState<readonly Series[]>();
  useEffect(() => {
    let isHere = true;
    client.readings.list({}).then(
      (listed) => isHere && setSeries(listed.series),
      () => isHere && setSeries([]),
    );
    return () => {
      isHere = false;
    };
  }, [client]);
  return series;
}
