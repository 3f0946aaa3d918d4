// Which sensors are on a bus: scan, then ask at each address only those that can be there.
import { isAppError } from '#main/contract/errors.ts';
import type { I2cBus } from '../port/buses.ts';
import type { I2cSensor, Recognition, Wait } from '../port/sensors.ts';

export type Found = {
  readonly address: number;
  /** The surest first; empty where no driver knows it. */
  readonly candidates: readonly { readonly sensor: I2cSensor; readonly recognition: 'certain' | 'likely' }[];
};

const absent = (error: unknown) => isAppError(error) && error.details?.reason === 'i2c_no_answer';

async function ask(sensor: I2cSensor, o: { bus: I2cBus; address: number; wait: Wait }, signal: AbortSignal) {
  try {
    return await sensor.recognise(o, signal);
  } catch (error) {
    // A part may refuse a register it does not have: then it is not this one.
    if (absent(error)) return 'no' satisfies Recognition;
    throw error;
  }
}

/** There many boards have a chip whose one byte is the state of eight outputs: a command would switch them. */
export const mayBeOutputs = (address: number) => (address & 0x78) === 0x20 || (address & 0x78) === 0x38;

export type Identify = { readonly bus: I2cBus; readonly wait: Wait; readonly sensors: readonly I2cSensor[] };

/** Asks at one address. The first that is certain ends it. Nothing is changed, but a register pointer moves. */
export async function identifyAt(address: number, o: Identify, signal: AbortSignal): Promise<Found> {
  const candidates: Found['candidates'][number][] = [];
  for (const sensor of o.sensors) {
    if (!sensor.addresses.includes(address) || (sensor.asksByCommand && candidates.length > 0)) continue;
    const recognition = await ask(sensor, { bus: o.bus, address, wait: o.wait }, signal);
    if (recognition === 'certain') return { address, candidates: [{ sensor, recognition }] };
    if (recognition === 'likely') candidates.push({ sensor, recognition });
  }
  return { address, candidates };
}

/** Nobody named an address: where outputs may be, no command is sent. */
export async function identifyAll(o: Identify, signal: AbortSignal): Promise<readonly Found[]> {
  const found: Found[] = [];
  const gentle = { ...o, sensors: o.sensors.filter(({ asksByCommand }) => asksByCommand !== true) };
  for (const address of await o.bus.scan(signal))
    found.push(await identifyAt(address, mayBeOutputs(address) ? gentle : o, signal));
  return found;
}
