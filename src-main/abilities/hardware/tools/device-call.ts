// What the tools of devices share: which device is meant, what a plan says, and how a device's words reach the model.
import { z } from 'zod';
import type { Plan, ToolResult } from '#main/abilities/tools/port.ts';
import type { Device } from '#main/contract/devices.ts';
import { AppError } from '#main/contract/errors.ts';
import type { Effect, Shown } from '#main/contract/messages.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { markUntrusted } from '#main/contract/untrusted-text.ts';
import type { Devices } from '../port/devices.ts';

/** Of what a device said, in one result. */
export const maxChars = 4_096;

export const deviceInput = z.string().min(1).max(300).optional().describe('Key or name; default: the only one');

const words = (text: string) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u);

/** By its key, by its name, or by words of the name where one alone has them. */
function named(allowed: readonly Device[], wanted: string): Device | undefined {
  const sought = words(wanted).filter((word) => word !== '');
  const same = allowed.filter(({ name }) => name.toLowerCase() === wanted.trim().toLowerCase());
  const alike = allowed.filter(({ name }) => sought.length > 0 && sought.every((word) => words(name).includes(word)));
  const [found, ...others] = same.length > 0 ? same : alike;
  return allowed.find(({ key }) => key === wanted) ?? (others.length === 0 ? found : undefined);
}

function noDevice(there: readonly Device[], wanted: string | undefined): AppError {
  if (wanted !== undefined)
    return new AppError('not_found', 'No device that is allowed has this key or name. Look with device_list.', {
      details: { reason: 'device_unknown' },
    });
  if (there.length === 0)
    return new AppError('not_found', 'No device that is allowed is plugged in. Plug it in.', {
      details: { reason: 'device_none' },
    });
  const names = there.map(({ name }) => visibleLine(name)).join(', ');
  return new AppError('invalid_input', `Several devices are allowed. Say which: ${names}.`, {
    details: { reason: 'device_which', facts: { names } },
  });
}

/** Left out: the only one that is there. Errors: `not_found` (`device_unknown`, `device_none`), `device_which`. */
export async function findAllowed(devices: Devices, wanted: string | undefined, signal: AbortSignal): Promise<Device> {
  const allowed = (await devices.list(signal)).filter(({ allowedAt }) => allowedAt !== undefined);
  const there = allowed.filter(({ state }) => state !== 'gone');
  const found = wanted === undefined ? (there.length === 1 ? there[0] : undefined) : named(allowed, wanted);
  if (found === undefined) throw noDevice(there, wanted);
  return found;
}

/** Which device a call may name. */
export type Wanted = { readonly device?: string | undefined };

/** Of a plan: there the device is named by its key. */
export function keyOf({ device }: Wanted): string {
  if (device === undefined) throw new AppError('internal', 'A plan without a device.');
  return device;
}

export type DeviceCall<I> = {
  readonly input: I;
  readonly device: Pick<Device, 'key' | 'name'>;
  readonly access: NonNullable<Effect['access']>;
  /** What is sent may switch something. */
  readonly switches?: true;
  readonly shown: Shown;
  readonly title: Plan<I>['title'];
  readonly sessionGrant?: Plan<I>['sessionGrant'] | undefined;
  readonly basis?: Readonly<Record<string, string | null>>;
};

/** What switches is asked for each time where not even this session's grant is offered for it. */
export const deviceEffect = (target: string, access: NonNullable<Effect['access']>, mayBeGranted: boolean): Effect => ({
  ...{ type: 'device', target, access },
  ...(access === 'write' && !mayBeGranted ? { asksEachTime: true } : {}),
});

export const planOf = <I>({ device, access, switches, sessionGrant, ...plan }: DeviceCall<I>): Plan<I> => ({
  ...plan,
  effects: [deviceEffect(device.key, access, sessionGrant !== undefined || switches !== true)],
  ...(sessionGrant === undefined ? {} : { sessionGrant }),
  canUndo: access === 'read',
});

/** One line without what a terminal would obey; a tab stays. */
const plainLine = (text: string) => text.replace(/[^\P{Cc}\t]/gu, '');

/** As much as fits, whole lines, oldest first; `through` is the number of the last one. */
export function fitLines(lines: readonly { readonly n: number; readonly text: string }[], tail: string) {
  const kept: string[] = [];
  let chars = 0;
  let through: number | undefined;
  for (const { n, text } of lines) {
    const line = plainLine(text);
    if (chars + line.length + 1 > maxChars && kept.length > 0) return { text: kept.join('\n'), through, isCut: true };
    kept.push(line.slice(0, maxChars));
    chars += line.length + 1;
    through = n;
  }
  const last = plainLine(tail).slice(0, Math.max(0, maxChars - chars));
  return { text: [...kept, ...(last === '' ? [] : [last])].join('\n'), through, isCut: false };
}

/** Anybody may have written what a device says, and what it measures is the person's own. */
export function fromDevice(device: Pick<Device, 'key' | 'name'>, about: string, text: string): ToolResult {
  const said = text === '' ? '' : `\n${markUntrusted(`device ${visibleLine(device.name)}`, text)}`;
  return { output: about + said, label: { trust: 'untrusted', secrecy: 'private', source: device.key } };
}
