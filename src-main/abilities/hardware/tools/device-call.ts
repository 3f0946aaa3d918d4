// What the tools of devices share: which device is meant, what a plan says, and how a device's words reach the model.
import type { Plan, ToolResult } from '#main/abilities/tools/port.ts';
import type { Device } from '#main/contract/devices.ts';
import { AppError } from '#main/contract/errors.ts';
import type { Effect, Shown } from '#main/contract/messages.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { markUntrusted } from '#main/contract/untrusted-text.ts';
import type { Devices } from '../port/devices.ts';

/** Of what a device said, in one result. */
export const maxChars = 4_096;

/** By its key, or by its name where only one that is allowed has it. */
export async function findAllowed(devices: Devices, wanted: string, signal: AbortSignal): Promise<Device> {
  const allowed = (await devices.list(signal)).filter(({ allowedAt }) => allowedAt !== undefined);
  const named = allowed.filter(({ name }) => name.toLowerCase() === wanted.trim().toLowerCase());
  const found = allowed.find(({ key }) => key === wanted) ?? (named.length === 1 ? named[0] : undefined);
  if (found !== undefined) return found;
  throw new AppError('not_found', 'No device that is allowed has this key or name. Look with device_list.', {
    details: { reason: 'device_unknown' },
  });
}

export type DeviceCall<I> = {
  readonly input: I;
  readonly device: Pick<Device, 'key' | 'name'>;
  readonly access: NonNullable<Effect['access']>;
  readonly shown: Shown;
  readonly title: Plan<I>['title'];
  readonly sessionGrant?: Plan<I>['sessionGrant'];
};

export const planOf = <I>({ device, access, sessionGrant, ...plan }: DeviceCall<I>): Plan<I> => ({
  ...plan,
  effects: [{ type: 'device', target: device.key, access }],
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
