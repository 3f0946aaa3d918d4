// The outputs of all devices: what is on, the emergency stop, and what each device may be made to do.
import { z } from 'zod';
import { DeviceLimits } from './device-limits.ts';
import { Device, DeviceKey } from './devices.ts';
import { ErrorData } from './errors.ts';
import { Timestamp } from './ids.ts';
import { command, stream } from './kernel.ts';

export const OutputOn = z.object({
  device: DeviceKey,
  /** Of the device. */
  deviceName: z.string(),
  pin: z.string(),
  /** As the person calls the output. */
  name: z.string().optional(),
  /** The share of the time that it is high. */
  value: z.number(),
  since: Timestamp,
});
export type OutputOn = z.infer<typeof OutputOn>;

const Unsafe = z.object({ device: DeviceKey, deviceName: z.string(), error: ErrorData });

export const BenchState = z.object({
  /** Stopped: nothing switches until it is released. */
  isStopped: z.boolean(),
  /** Devices that are connected now: what a stop can reach. */
  connected: z.number().int(),
  outputs: z.array(OutputOn),
  /** What the newest stop could not bring to a safe state. */
  unsafe: z.array(Unsafe),
});
export type BenchState = z.infer<typeof BenchState>;

export const bench = {
  /** At once, then with every change; looks at no port. */
  follow: stream(z.object({}), BenchState),
  /** All outputs to their safe state, and nothing switches until `release`. Ends within 3 s. */
  stopAll: command(z.object({}), z.object({ safe: z.array(DeviceKey), unsafe: z.array(Unsafe) })),
  release: command(z.object({}), z.object({})),
  /** Null: each order is asked for again. Errors: `forbidden` (`device_not_allowed`). */
  setLimits: command(z.object({ key: DeviceKey, limits: DeviceLimits.nullable() }), z.object({ device: Device })),
};
