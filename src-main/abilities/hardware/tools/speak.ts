// device_ask, device_read and device_write: what is sent, and what comes back.
import { z } from 'zod';
import { defineTool, type Plan, type Tool, type ToolContext } from '#main/abilities/tools/port.ts';
import type { Device } from '#main/contract/devices.ts';
import { AppError } from '#main/contract/errors.ts';
import { compilePattern } from '#main/platform/base/bounded-match.ts';
import { hashOf } from '#main/platform/base/json.ts';
import type { Envelope } from '../envelope/create-envelope.ts';
import type { Devices } from '../port/devices.ts';
import { parseLines } from '../session/parse-lines.ts';
import { readBytes, showBytes } from '../session/show-bytes.ts';
import { deviceInput, findAllowed, fitLines, fromDevice, keyOf, maxChars, planOf, type Wanted } from './device-call.ts';

const text = z.string().max(4_000).describe('\\n \\r \\t \\\\ and \\xNN are bytes');
const end = z.enum(['', '\\n', '\\r', '\\r\\n']).default('\\n').describe('Put after the text');
type Sent = Wanted & { text: string; end: string };

const bytesOf = (input: Sent) => readBytes(input.text + input.end);

export type Speaking = {
  readonly devices: Devices;
  readonly envelope: Pick<Envelope, 'refusalOf' | 'permitText'>;
};

/** Of one that is not open nothing stands on the line. */
const unendedOf = (devices: Devices, key: string) => (devices.open().includes(key) ? devices.session(key).unended : '');

/** By the convention of instruments these only ask. */
const isQuery = (text: string) => /^[*:A-Za-z][\w:]{0,40}\?$/.test(text);

/**
 * Asked each time: nobody can tell from a text what it switches. A session's grant is offered for a query, and within the
 * limits of a board that becomes safe by itself; it holds for exactly these bytes to this device.
 */
async function sendPlan<I extends Sent>(
  { devices, envelope }: Speaking,
  input: I,
  { found, call }: { readonly found: Device; readonly call: 'ask' | 'write' },
): Promise<Plan<I>> {
  const bytes = bytesOf(input);
  if (bytes.length === 0)
    throw new AppError('invalid_input', 'There is nothing to send. Give a text.', {
      details: { reason: 'device_nothing' },
    });
  const { key, name } = found;
  const unended = unendedOf(devices, key);
  const refused = await envelope.refusalOf(key, { type: 'text', bytes, unended });
  if (refused !== undefined) throw refused;
  const sent = showBytes(bytes);
  const before =
    unended === '' ? '' : `\nIt goes on from what has no end yet: ${showBytes(Buffer.from(unended, 'latin1'))}`;
  const isGranted = unended === '' && ((found.limits !== undefined && found.deadMan === true) || isQuery(input.text));
  return planOf({
    ...{ input: { ...input, device: key }, device: found, access: 'write', switches: true },
    shown: { type: 'text', text: `${name} (${key})\n${sent}${before}` },
    title: { key: `devices.call_${call}`, params: { device: name, text: sent } },
    basis: { unended },
    sessionGrant: isGranted
      ? { key: `device:${hashOf({ key, call, sent })}`, title: { key: 'devices.grant', params: { device: name } } }
      : undefined,
  });
}

const goesOn = () =>
  new AppError('conflict', 'Another text stands on the line since you asked. Look with device_read, then ask anew.', {
    details: { reason: 'device_half_line' },
  });

/** For the bytes that were approved, where they still mean what they meant. */
async function permitted({ devices, envelope }: Speaking, plan: Plan<Sent>, ctx: ToolContext) {
  const key = keyOf(plan.input);
  const bytes = bytesOf(plan.input);
  const session = devices.session(key);
  if (session.unended !== plan.basis?.unended) throw goesOn();
  const permit = await envelope.permitText(key, bytes, session.unended);
  const by = { by: 'agent', sessionId: ctx.sessionId, turnId: ctx.turnId, permit } as const;
  return { session, bytes, by };
}

export const askTool = (o: Speaking): Tool =>
  defineTool<Sent & { expect?: string | undefined; seconds: number }>({
    name: 'device_ask',
    description:
      'Send a text to a connected device and wait for its answer: for a line that matches expect, else until it is quiet. Example: {"device":"usb:2341:0043:7583","text":"*IDN?"}',
    input: z.strictObject({
      ...{ device: deviceInput, text, end },
      expect: z.string().max(300).optional().describe('Regular expression, per line'),
      seconds: z.number().min(0.1).max(10).default(3),
    }),
    timeoutMs: 20_000,
    async plan(input, ctx) {
      if (input.expect !== undefined) compilePattern(input.expect, 'u');
      return sendPlan(o, input, { found: await findAllowed(o.devices, input.device, ctx.signal), call: 'ask' });
    },
    async run(plan, ctx) {
      const { input } = plan;
      const found = await findAllowed(o.devices, input.device, ctx.signal);
      const pattern = input.expect === undefined ? undefined : compilePattern(input.expect, 'u');
      const { session, bytes, by } = await permitted(o, plan, ctx);
      const answer = await session.ask({ bytes, by, pattern, timeoutMs: input.seconds * 1_000 }, ctx.signal);
      const fit = fitLines(answer.lines, answer.tail);
      const about = [
        ...(answer.isFound ? [] : [pattern === undefined ? 'It did not answer.' : 'No line matched in time.']),
        `[cursor ${fit.through ?? answer.cursor}${fit.isCut ? '; more: device_read' : ''}]`,
      ];
      return { ...fromDevice(found, about.join(' '), fit.text), isError: !answer.isFound };
    },
  });

export const writeTool = (o: Speaking): Tool =>
  defineTool<Sent>({
    name: 'device_write',
    description: 'Send a text to a connected device without waiting for an answer.',
    input: z.strictObject({ device: deviceInput, text, end }),
    async plan(input, ctx) {
      return sendPlan(o, input, { found: await findAllowed(o.devices, input.device, ctx.signal), call: 'write' });
    },
    async run(plan, ctx) {
      const { session, bytes, by } = await permitted(o, plan, ctx);
      await session.write(bytes, by, ctx.signal);
      return {
        output: `Sent ${bytes.length} bytes.`,
        label: { trust: 'owner', secrecy: 'public', source: 'devices' },
      };
    },
  });

/** One record a sentence: quantity and unit, and its value or why there is none. */
async function parseNmea(lines: readonly string[]) {
  const { decodeNmea } = await import('../protocols/nmea/decode.ts');
  const decoded = lines.map(decodeNmea).filter((line) => line.type !== 'damaged');
  const records = decoded.map((line) => ({
    sentence: line.sentence,
    ...Object.fromEntries(
      (line.type === 'readings' ? line.readings : []).map(({ quantity, unit, value, quality }) => [
        `${quantity} ${unit}`,
        value === undefined ? quality : Number(value.toFixed(6)),
      ]),
    ),
  }));
  return { records, left: lines.length - decoded.length };
}

type Read = Wanted & { after?: number | undefined; format: 'text' | 'json' | 'csv' | 'pairs' | 'nmea' };

export const readTool = (devices: Devices): Tool =>
  defineTool<Read>({
    name: 'device_read',
    description:
      'Lines that a connected device has sent: the newest, or those after a cursor. json, csv, pairs and nmea (position, wind, depth) give records.',
    input: z.strictObject({
      device: deviceInput,
      after: z.number().int().min(0).optional().describe('Cursor of an earlier result'),
      format: z.enum(['text', 'json', 'csv', 'pairs', 'nmea']).default('text'),
    }),
    async plan(input, ctx) {
      const found = await findAllowed(devices, input.device, ctx.signal);
      return planOf({
        ...{ input: { ...input, device: found.key }, device: found, access: 'read' },
        shown: { type: 'text', text: found.key },
        title: { key: 'devices.call_read', params: { device: found.name } },
      });
    },
    async run({ input }, ctx) {
      const found = await findAllowed(devices, input.device, ctx.signal);
      const session = devices.session(found.key);
      const { newest } = session.since(0, 0);
      const { lines, lost, tail } = session.since(input.after ?? Math.max(0, newest - 50), 1_000);
      const fit = fitLines(lines, input.format === 'text' ? tail : '');
      const notes = [
        `[cursor ${fit.through ?? newest}${fit.isCut ? '; more after it' : ''}]`,
        ...(lost > 0 ? [`${lost} lines before were not kept.`] : []),
        ...(lines.length === 0 && tail === '' ? ['Nothing new.'] : []),
      ];
      if (input.format === 'text') return fromDevice(found, notes.join(' '), fit.text);
      const said = lines.filter(({ n }) => n <= (fit.through ?? 0)).map((one) => one.text);
      const parsed = input.format === 'nmea' ? await parseNmea(said) : parseLines(said, input.format);
      const left = parsed.left > 0 ? ` ${parsed.left} lines are no ${input.format}.` : '';
      return fromDevice(found, notes.join(' ') + left, JSON.stringify(parsed.records).slice(0, maxChars));
    },
  });
