// Boards and instruments that are plugged in: which there are, which the person has let Limpet use, and what they say.
import { z } from 'zod';
import { DeviceLimits } from './device-limits.ts';
import { ErrorData } from './errors.ts';
import { Timestamp } from './ids.ts';
import { command, query, stream } from './kernel.ts';

/** `usb:2341:0043:<serial number>`, `virtual:<name>`, `path:<path>`: stays from one plugging in to the next. */
export const DeviceKey = z.string().min(1).max(300);

/**
 * `found`: there, not allowed. `allowed`: there, allowed, closed. `connected`: open. `busy`: another program holds it, or the
 * system refuses. `not_responding`: open, asked, and silent. `gone`: allowed, and not there now.
 */
export const DeviceState = z.enum(['found', 'allowed', 'connected', 'busy', 'not_responding', 'gone']);
export type DeviceState = z.infer<typeof DeviceState>;

export const Device = z.object({
  key: DeviceKey,
  transport: z.enum(['serial', 'virtual', 'replay', 'hid', 'i2c']),
  /** Where it is now, or was last. */
  path: z.string(),
  /** As the person called it, else what it is taken for. */
  name: z.string(),
  /** How sure the name is; `given` by the person. */
  confidence: z.enum(['given', 'sure', 'likely', 'guess', 'unknown']),
  vendorId: z.string().optional(),
  productId: z.string().optional(),
  serialNumber: z.string().optional(),
  manufacturer: z.string().optional(),
  product: z.string().optional(),
  state: DeviceState,
  /** What stands in the way, with what helps in `details.facts`. */
  problem: ErrorData.optional(),
  allowedAt: Timestamp.optional(),
  baudRate: z.number().int(),
  /** Absent: whatever switches is asked for each time. */
  limits: DeviceLimits.optional(),
  /** The protocol that it has proved to speak. */
  speaks: z.string().optional(),
  /** Its firmware brings its outputs to a safe state by itself when Limpet falls silent. */
  deadMan: z.literal(true).optional(),
});
export type Device = z.infer<typeof Device>;

export const baudRates = [300, 1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200, 230_400, 460_800, 921_600];
const BaudRate = z.number().int().min(50).max(4_000_000);

export const DeviceLine = z.object({ n: z.number().int(), at: Timestamp, text: z.string(), isCut: z.boolean() });
export type DeviceLine = z.infer<typeof DeviceLine>;
/** What came since the item before. `lost`: lines in between that were not kept. `tail`: of a line without an end yet. */
export const ConsoleItem = z.object({
  lines: z.array(DeviceLine),
  lost: z.number().int().nonnegative(),
  tail: z.string(),
});
export type ConsoleItem = z.infer<typeof ConsoleItem>;

/** `uno`: a simulated Arduino with firmware of ours. `weather`: a station that tells its readings line by line. */
export const VirtualBoardName = z.enum(['uno', 'weather']);
export type VirtualBoardName = z.infer<typeof VirtualBoardName>;
const ofBoard = z.object({ name: VirtualBoardName });
export const boardButtons = ['approve', 'deny'] as const;
/** A board that nobody has, seen from outside. */
export const VirtualBoard = z.object({
  name: VirtualBoardName,
  isRunning: z.boolean(),
  /** Pin to the share of time that it is high, 0 to 1. */
  outputs: z.record(z.string(), z.number()),
  /** Analog inputs that the person holds at a voltage; the others have what its surroundings give. */
  inputs: z.record(z.string(), z.number()),
});
export type VirtualBoard = z.infer<typeof VirtualBoard>;

const ofDevice = z.object({ key: DeviceKey });
const One = z.object({ device: Device });

export const devices = {
  /** Who is there now and who was allowed. Looks, opens nothing. */
  list: query(z.object({}), z.object({ devices: z.array(Device) })),
  /** The same, and again with every change; while nobody follows, nobody is asked. */
  follow: stream(z.object({}), z.object({ devices: z.array(Device) })),
  /** From here on the device may be opened, and the model has tools for it. `not_found` when it is not there. */
  allow: command(ofDevice, One),
  /** Closes it and takes its tools away. */
  forget: command(ofDevice, z.object({})),
  /** Its own name, and how fast it speaks; a name of no letters gives the one back that it came with. */
  change: command(ofDevice.extend({ name: z.string().max(60).optional(), baudRate: BaudRate.optional() }), One),
  /** Errors as `LinkOpener.open` has them; `forbidden` with reason `device_not_allowed`. Many boards start anew with it. */
  connect: command(ofDevice, One),
  disconnect: command(ofDevice, One),
  /** What it says, from the newest 500 lines on. Ends when it is disconnected; goes on after an unplugging. */
  console: stream(ofDevice, ConsoleItem),
  /** Lets a board run that nobody has: from here on `virtual:<name>` is among the devices, to be allowed like any other. */
  startBoard: command(ofBoard, z.object({})),
  /** As pulling its plug. */
  stopBoard: command(ofBoard, z.object({})),
  /** At once, then with every change, ten times a second at most. */
  followBoards: stream(z.object({}), z.object({ boards: z.array(VirtualBoard) })),
  /** Holds a button of the virtual Uno down. `not_found` (`board_not_started`), as the next one. */
  pressButton: command(
    z.object({ button: z.enum(boardButtons), holdMs: z.number().int().min(20).max(10_000) }),
    z.object({}),
  ),
  /** Lays a voltage on an analog input of the virtual Uno; null gives it back to the surroundings. */
  turnKnob: command(
    z.object({ channel: z.number().int().min(0).max(5), volt: z.number().min(0).max(5).nullable() }),
    z.object({}),
  ),
  /** By the person's own hand. `end` is put after the text. */
  write: command(
    ofDevice.extend({ text: z.string().max(4_096), end: z.enum(['', '\n', '\r', '\r\n']).default('\n') }),
    z.object({ sentBytes: z.number().int() }),
  ),
};
