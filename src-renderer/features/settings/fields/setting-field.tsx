// Any setting as a field: label, help, control, what sets it from outside, when it applies, and the way back.
import { Lock, RotateCcw, RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { isSameValue, type Setting } from '#main/contract/setting.ts';
import { valueAt } from '#main/contract/settings.ts';
import { classes } from '#renderer/ui/classes.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { useReset } from '../reset/use-reset.ts';
import { placeShape } from '../search/place.tsx';
import { isChanged } from '../settings-patch.ts';
import type { SettingsWriter } from '../settings-writer.ts';
import { SettingControl } from './setting-control.tsx';
import { knownSetting, valueText } from './setting-words.ts';

export type SettingFieldProps = { readonly path: string; readonly writer: SettingsWriter };

export function SettingField({ path, writer }: SettingFieldProps) {
  const { t } = useText();
  const one = knownSetting(path);
  // "Not set" is a value of its own where there is no default.
  const clear = one.initial === undefined ? () => void writer.reset([path]) : undefined;
  return (
    <SettingFrame path={path} writer={writer}>
      <SettingControl
        one={one}
        label={t(one.labelKey)}
        hint={<SettingHint one={one} writer={writer} />}
        value={writer.valueOf(one)}
        error={writer.errorOf(path)}
        disabled={isReadOnly(one, writer)}
        onChange={(value) => writer.setValue(one, value)}
        onClear={clear}
      />
    </SettingFrame>
  );
}

/** Set from outside, never changed here, or not to be reached right now. */
export function isReadOnly(one: Setting, writer: SettingsWriter): boolean {
  const isUnknown = one.scope === 'start' && writer.sources === undefined;
  return writer.isOffline || isUnknown || !one.isEditable || writer.lockOf(one) !== undefined;
}

export type SettingFrameProps = SettingFieldProps & { readonly children: ReactNode };

/** Around the control of a setting, also one with a card of its own: the place that search leads to, and the way back. */
export function SettingFrame({ path, writer, children }: SettingFrameProps) {
  const text = useText();
  const reset = useReset(writer);
  const one = knownSetting(path);
  const back = text.t('settings.reset_to', { value: valueText(one, one.initial, text) });
  const canReset = one.initial !== undefined && isChanged(one, writer.valueOf(one)) && !isReadOnly(one, writer);
  return (
    <div data-setting={path} className={classes(placeShape, 'flex flex-col gap-1')}>
      {children}
      {canReset && (
        <div className="-ms-2">
          <Button
            size="sm"
            variant="plain"
            icon={<RotateCcw aria-hidden="true" />}
            aria-label={`${back}: ${text.t(one.labelKey)}`}
            onClick={() => void reset([one])}
          >
            {back}
          </Button>
        </div>
      )}
    </div>
  );
}

export type SettingHintProps = { readonly one: Setting; readonly writer: SettingsWriter };

/** The help, and below it what the person should know before they try. */
export function SettingHint({ one, writer }: SettingHintProps) {
  const text = useText();
  const { t } = text;
  const { sources } = writer;
  const lock = writer.lockOf(one);
  const now = one.scope === 'start' ? valueAt(sources?.start, one.path) : undefined;
  const isWaiting = one.scope === 'start' && sources !== undefined && !isSameValue(now, writer.valueOf(one));
  return (
    <span className="flex flex-col gap-0.5">
      <span className="text-pretty">{t(one.helpKey)}</span>
      {lock !== undefined && (
        <HintLine icon={<Lock aria-hidden="true" />}>
          {t(lock === 'config.json' ? 'settings.locked_by_file' : 'settings.locked_by', { name: lock })}
        </HintLine>
      )}
      {one.needsRestart && one.isEditable && lock === undefined && (
        <HintLine icon={<RotateCw aria-hidden="true" />} isStrong={isWaiting}>
          {isWaiting
            ? t('settings.restart_waiting', { value: valueText(one, now, text) })
            : t('settings.restart_needed')}
        </HintLine>
      )}
    </span>
  );
}

type HintLineProps = { readonly icon: ReactNode; readonly isStrong?: boolean; readonly children: ReactNode };

function HintLine({ icon, isStrong = false, children }: HintLineProps) {
  return (
    <span className={`flex items-start gap-1.5 ${isStrong ? 'font-medium text-ask-ink' : 'text-ink'}`}>
      <span className="flex pt-0.5">{icon}</span>
      <span className="min-w-0 wrap-anywhere">{children}</span>
    </span>
  );
}
