// What a device may be made to do: the person's list. What is not on it is refused, whoever asks.
import { z } from 'zod';

const PinName = z.string().regex(/^[A-Za-z0-9_]{1,20}$/);
const share = z.number().min(0).max(1);
const word = z.number().int().min(0).max(65_535);
const byte = z.number().int().min(0).max(255);
/** Visible ASCII and spaces: what every firmware reads alike. */
const LineText = z.string().regex(/^[\x20-\x7e]{1,120}$/);

export const OutputLimit = z
  .strictObject({
    pin: PinName,
    /** As the person calls it: `fan`. */
    name: z.string().min(1).max(40).optional(),
    /** `digital` knows 0 and 1 alone. */
    kind: z.enum(['digital', 'pwm']),
    min: share,
    max: share,
    /** Allowed whatever the bounds and the rate say. */
    safe: share,
    /** How often it may be switched in a minute; to the safe value always. */
    perMinute: z.number().int().min(1).max(6_000),
  })
  .refine(({ min, max }) => min <= max, { message: 'min is above max', path: ['max'] });
export type OutputLimit = z.infer<typeof OutputLimit>;

export const I2cLimit = z
  .strictObject({
    address: z.number().int().min(0x08).max(0x77),
    from: byte,
    to: byte,
    access: z.enum(['read', 'write']),
  })
  .refine(({ from, to }) => from <= to, { message: 'from is above to', path: ['to'] });

export const ModbusLimit = z
  .strictObject({
    unit: z.number().int().min(1).max(247),
    table: z.enum(['coils', 'discrete_inputs', 'holding_registers', 'input_registers']),
    from: word,
    to: word,
    access: z.enum(['read', 'write']),
    /** Of what is written. */
    min: word,
    max: word,
    /** Written to each of them by a stop. */
    safe: word.optional(),
  })
  .refine(({ from, to, min, max }) => from <= to && min <= max, { message: 'from is above to', path: ['to'] });

export const DeviceLimits = z
  .strictObject({
    outputs: z.array(OutputLimit).max(64).default([]),
    /** Pins that may be made inputs, and analog inputs that may be measured. */
    inputs: z.array(PinName).max(64).default([]),
    /** Writing includes reading. */
    i2c: z.array(I2cLimit).max(64).default([]),
    /** Select pins. */
    spi: z.array(PinName).max(16).default([]),
    modbus: z.array(ModbusLimit).max(64).default([]),
    /** Lines that may be sent: `{0..40}` stands for a number, `{on|off}` for one of these words. */
    lines: z.array(LineText).max(64).default([]),
    /** What ends a line there. */
    lineEnd: z.enum(['\n', '\r', '\r\n']).default('\n'),
    /** Sent by a stop, one after the other. */
    safeLines: z.array(LineText).max(16).default([]),
    /** Programs of the model; each is asked for, and none of the other limits holds inside one. */
    programs: z.boolean().default(false),
  })
  .refine(({ outputs }) => new Set(outputs.map(({ pin }) => pin)).size === outputs.length, {
    message: 'a pin stands twice',
    path: ['outputs'],
  });
export type DeviceLimits = z.infer<typeof DeviceLimits>;
