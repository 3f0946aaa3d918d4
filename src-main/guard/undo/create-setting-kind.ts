// A setting that was changed on the agent's word, put back through the settings room with all its rules.
import { z } from 'zod';
import { AppError } from '#main/contract/errors.ts';
import type { SettingValue } from '#main/contract/setting.ts';
import { findSetting, nestAt, SettingsPatch, valueAt } from '#main/contract/settings.ts';
import { stableJson } from '#main/platform/base/json.ts';
import type { SettingsSource } from '#main/platform/settings/port.ts';
import type { UndoKind } from './port.ts';

const Value = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]);

/** Values are those in force; `wasSet`: by the person, so that without it the default holds again. */
const Payload = z.object({
  path: z.string().max(200),
  before: Value,
  wasSet: z.boolean(),
  after: Value,
});
export type SettingPayload = { path: string; before: SettingValue; wasSet: boolean; after: SettingValue };

export const settingKindName = 'setting';

const isSame = (a: unknown, b: unknown) => stableJson({ value: a }) === stableJson({ value: b });

/** The payload of a change that is about to be made. */
export function settingChange(settings: SettingsSource, path: string, after: SettingValue): SettingPayload {
  const before = valueAt(settings.current(), path);
  if (findSetting(path)?.scope !== 'person' || before === undefined)
    throw new AppError('invalid_input', `There is no setting ${path}.`);
  return { path, before, wasSet: settings.sources().origins[path]?.source === 'database', after };
}

/** Its label, where this version still has it. */
function nameOf(path: string): Readonly<Record<string, string>> {
  const known = findSetting(path);
  return known === undefined ? { setting: path } : { settingKey: known.labelKey };
}

export function createSettingKind(settings: SettingsSource): UndoKind<SettingPayload> {
  return {
    kind: settingKindName,
    payload: Payload,
    describe: ({ path }) => ({
      what: { key: 'undo.setting', params: nameOf(path) },
      change: 'setting',
    }),
    async stands({ path, before, after }) {
      const now = valueAt(settings.current(), path);
      if (isSame(now, after)) return 'after';
      return isSame(now, before) ? 'before' : 'neither';
    },
    hindrance: async () => undefined,
    async put({ path, wasSet, ...values }, to, { keepCopy }) {
      const now = valueAt(settings.current(), path);
      if (!keepCopy && !isSame(now, values[to === 'before' ? 'after' : 'before']))
        throw new AppError('conflict', 'This setting was changed since.', { details: { reason: 'changed_since' } });
      if (to === 'before' && !wasSet) await settings.reset([path]);
      else await settings.set(SettingsPatch.parse(nestAt(path, values[to])));
      return {};
    },
  };
}
