// The format of recordings, as docs/line-recordings.md has it.
import { z } from 'zod';
import { AppError } from '#main/contract/errors.ts';
import type { DeviceIdentity } from '../../port/link.ts';

const word = z.string().max(200);
const Header = z.strictObject({
  limpetLine: z.literal(1),
  device: z.strictObject({
    transport: word,
    vendorId: word.optional(),
    productId: word.optional(),
    manufacturer: word.optional(),
    product: word.optional(),
  }),
  baudRate: z.number().int().positive(),
});
export type RecordingHeader = z.infer<typeof Header>;

const t = z.number().min(0);
const RecordedEvent = z.union([
  z.strictObject({ t, in: z.base64() }),
  z.strictObject({ t, out: z.base64() }),
  z.strictObject({ t, end: z.enum(['closed', 'gone', 'failed']) }),
  z.strictObject({ t, full: z.literal(true) }),
]);
export type RecordedEvent = z.infer<typeof RecordedEvent>;
export type Recording = { readonly header: RecordingHeader; readonly events: readonly RecordedEvent[] };

export const recordingLimits = { fileBytes: 16 * 1_048_576 } as const;

type OwnWord = 'vendorId' | 'productId' | 'manufacturer' | 'product';
export type RecordedDevice = Pick<DeviceIdentity, 'transport'> & {
  readonly [word in OwnWord]?: string | undefined;
};

/** Without what tells one device, machine or person from another. */
export function headerOf(identity: RecordedDevice, baudRate: number): RecordingHeader {
  const { transport, vendorId, productId, manufacturer, product } = identity;
  return {
    limpetLine: 1,
    device: {
      transport,
      ...(vendorId === undefined ? {} : { vendorId }),
      ...(productId === undefined ? {} : { productId }),
      ...(manufacturer === undefined ? {} : { manufacturer: manufacturer.slice(0, 200) }),
      ...(product === undefined ? {} : { product: product.slice(0, 200) }),
    },
    baudRate,
  };
}

const damaged = (line: number) =>
  new AppError(
    'invalid_input',
    `This is no recording of a line, or it is damaged in line ${line}. Choose another file.`,
    {
      details: { reason: 'recording_damaged', facts: { line: String(line) } },
    },
  );

function parseLine<T>(schema: z.ZodType<T>, text: string, line: number): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw damaged(line);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw damaged(line);
  return parsed.data;
}

const isLast = (event: RecordedEvent | undefined) => event !== undefined && ('end' in event || 'full' in event);

/** A last line without its end was cut off and does not count. Errors: `invalid_input` (`recording_damaged`). */
export function parseRecording(text: string): Recording {
  if (text.length > 2 * recordingLimits.fileBytes) throw damaged(1);
  const lines = text.split('\n').slice(0, -1);
  const header = parseLine(Header, lines[0] ?? '', 1);
  const events: RecordedEvent[] = [];
  for (const [index, line] of lines.entries()) {
    if (index === 0) continue;
    const event = parseLine(RecordedEvent, line, index + 1);
    const before = events.at(-1);
    if (isLast(before) || event.t < (before?.t ?? 0)) throw damaged(index + 1);
    events.push(event);
  }
  return { header, events };
}
