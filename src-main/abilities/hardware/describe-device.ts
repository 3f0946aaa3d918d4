// One device as the person sees it, from what is there, what is kept and what is open.

import type { Device, DeviceState } from '#main/contract/devices.ts';
import { type AppError, toErrorData } from '#main/contract/errors.ts';
import type { StoredDevice } from '#main/platform/store/port/devices.ts';
import { nameDevice } from './identify/name-device.ts';
import type { DeviceIdentity } from './port/link.ts';
import type { OwnedSession } from './session/create-session.ts';

export const defaultBaudRate = 115_200;

export type DeviceFacts = {
  readonly identity: DeviceIdentity;
  readonly isThere: boolean;
  readonly stored?: StoredDevice | undefined;
  readonly session?: OwnedSession | undefined;
  /** What was found out about it, or what its newest opening failed with. */
  readonly problem?: AppError | undefined;
};

const transports = ['serial', 'virtual', 'replay', 'hid', 'i2c'] as const;

/** Of one that is not there now, as it was seen last. */
export function identityOf({ key, transport, seen }: StoredDevice): DeviceIdentity {
  const { path = '', vendorId, productId, serialNumber, manufacturer, product } = seen;
  return {
    ...{ key, path, transport: transports.find((one) => one === transport) ?? 'serial' },
    ...(vendorId === undefined ? {} : { vendorId }),
    ...(productId === undefined ? {} : { productId }),
    ...(serialNumber === undefined ? {} : { serialNumber }),
    ...(manufacturer === undefined ? {} : { manufacturer }),
    ...(product === undefined ? {} : { product }),
  };
}

/** What is kept of an identity, so that it has a name while it is away. */
export function seenOf({
  transport: _transport,
  key: _key,
  obstacle: _obstacle,
  ...seen
}: DeviceIdentity): StoredDevice['seen'] {
  return { ...seen };
}

function stateOf({ isThere, stored, session, problem }: DeviceFacts): DeviceState {
  if (session?.isOpen === true) return session.isSilent ? 'not_responding' : 'connected';
  if (stored === undefined) return 'found';
  if (!isThere) return 'gone';
  return problem === undefined ? 'allowed' : 'busy';
}

/** Buses of this computer, some adapters and our own board are known by who they are: nothing else has these keys. */
const known: readonly (readonly [RegExp, string])[] = [
  [/^hid:04d8:00dd:/, 'mcp2221'],
  [/^(i2c|spi|gpio):/, 'linux'],
  [/^virtual:uno$/, 'limpet'],
];
export const speaksOf = ({ key, speaks }: Pick<StoredDevice, 'key' | 'speaks'>) =>
  known.find(([keys]) => keys.test(key))?.[1] ?? speaks;

/** Our own firmware has the timer. */
export const hasDeadMan = (device: Pick<StoredDevice, 'key' | 'speaks'>) => speaksOf(device) === 'limpet';

export function describeDevice(facts: DeviceFacts): Device {
  const { identity, stored, problem, session } = facts;
  const { name, confidence } = nameDevice(identity);
  const { obstacle: _obstacle, ...shown } = identity;
  const speaks = speaksOf(stored ?? identity);
  return {
    ...shown,
    name: stored?.name ?? name,
    confidence: stored?.name === undefined ? confidence : 'given',
    state: stateOf(facts),
    ...(problem === undefined || session?.isOpen === true ? {} : { problem: toErrorData(problem) }),
    ...(stored === undefined ? {} : { allowedAt: stored.allowedAt }),
    baudRate: stored?.baudRate ?? defaultBaudRate,
    ...(stored?.limits === undefined ? {} : { limits: stored.limits }),
    ...(speaks === undefined ? {} : { speaks }),
    ...(hasDeadMan(stored ?? { key: identity.key }) ? { deadMan: true } : {}),
  };
}
