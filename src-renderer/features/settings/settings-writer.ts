// How a section reads and changes the settings.
import type { Setting, SettingValue } from '#main/contract/setting.ts';
import type { Settings, SettingsPatch, SettingsSources } from '#main/contract/settings.ts';
import type { SettingValues } from './settings-patch.ts';

export type SettingsWriter = {
  /** With the changes that are on their way. */
  readonly settings: Settings;
  /** Where values come from; undefined until it is known. */
  readonly sources: SettingsSources | undefined;
  /** The value in force; of what is read at the start, the one of the next start. Undefined: not set. */
  readonly valueOf: (one: Setting) => SettingValue | undefined;
  /** What sets it from outside: `LIMPET_THEME`, `config.json`, `--port`. Undefined: it may be changed here. */
  readonly lockOf: (one: Setting) => string | undefined;
  readonly set: (patch: SettingsPatch) => void;
  readonly setValue: (one: Setting, value: SettingValue) => void;
  /** Back to the default, several at once. Resolves to true when it is done. */
  readonly reset: (paths: readonly string[]) => Promise<boolean>;
  /** Several values at once, as an import or an undo brings them. Resolves to true when they are kept. */
  readonly setAll: (values: SettingValues) => Promise<boolean>;
  /** Why the last change of this field (`limits.stepsPerTurn`) was refused, in words. */
  readonly errorOf: (field: string) => string | undefined;
  readonly isSaving: boolean;
  /** No connection: nothing can be changed. */
  readonly isOffline: boolean;
};
