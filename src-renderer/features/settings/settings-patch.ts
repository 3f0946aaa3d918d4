// Settings while a change is on its way: the wish is shown at once, and taken back with a reason when it is refused.
import { isSameValue, type Setting, type SettingScope, type SettingValue } from '#main/contract/setting.ts';
import {
  findSetting,
  mergeNested,
  namedValues,
  nestAt,
  Settings,
  SettingsPatch,
  StartPatch,
} from '#main/contract/settings.ts';

export type SettingValues = ReadonlyMap<string, SettingValue>;

function nested(values: SettingValues, scope: SettingScope): unknown {
  return [...values]
    .filter(([path]) => findSetting(path)?.scope === scope)
    .reduce<unknown>((all, [path, value]) => mergeNested(all, nestAt(path, value)), {});
}

/** Several values as one change; those of the other scope are left out. Throws for a value that the schema refuses. */
export const toPatch = (values: SettingValues): SettingsPatch => SettingsPatch.parse(nested(values, 'person'));
export const toStartPatch = (values: SettingValues): StartPatch => StartPatch.parse(nested(values, 'start'));

/** The settings as they will be when the patch is accepted. Unset fields of the patch change nothing. */
export function withPatch(settings: Settings, patch: SettingsPatch): Settings {
  return Settings.parse(mergeNested(settings, nested(namedValues(patch), 'person')));
}

/** `limits.stepsPerTurn`: the one field that a patch of this page changes; forms change one at a time. */
export function fieldOfPatch(patch: unknown): string {
  return [...namedValues(patch).keys()][0] ?? '';
}

/** The field that a refusal is about: the path of the input without its leading `patch`, else the field that was sent. */
export function fieldOfRefusal(path: readonly (string | number)[] | undefined, sent: string): string {
  const steps = path?.[0] === 'patch' ? path.slice(1) : (path ?? []);
  return steps.length === 0 ? sent : steps.join('.');
}

/** Does it hold something else than it would by itself? */
export function isChanged(one: Setting, value: SettingValue | undefined): boolean {
  return !isSameValue(one.initial, value);
}
