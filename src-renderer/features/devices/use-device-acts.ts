// What the person can set off with a device, and how the newest of it failed.
import type { LimpetClient } from '#main/contract/contract.ts';
import type { ErrorData } from '#main/contract/errors.ts';
import { type Act, useAct } from '#renderer/api/use-act.ts';

type Once = Act<undefined>;
export type DeviceActs = {
  readonly allow: Once;
  readonly forget: Once;
  readonly connect: Once;
  readonly disconnect: Once;
  readonly failed: ErrorData | undefined;
};

export function useDeviceActs(client: Pick<LimpetClient, 'devices'>, key: string): DeviceActs {
  const allow = useAct((_: undefined) => client.devices.allow({ key }));
  const forget = useAct((_: undefined) => client.devices.forget({ key }));
  const connect = useAct((_: undefined) => client.devices.connect({ key }));
  const disconnect = useAct((_: undefined) => client.devices.disconnect({ key }));
  const failed = allow.error ?? forget.error ?? connect.error ?? disconnect.error;
  return { allow, forget, connect, disconnect, failed };
}
