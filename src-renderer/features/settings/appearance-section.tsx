// How the app looks and speaks; everything applies at once, here and in every other window.
import { Monitor, Moon, Sun } from 'lucide-react';
import type { Settings } from '#main/contract/settings.ts';
import { classes } from '#renderer/ui/classes.ts';
import { Card } from '#renderer/ui/display/card.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { Failure } from './failure.tsx';
import { OtherSettings } from './fields/other-settings.tsx';
import { isReadOnly, SettingField, SettingFrame, SettingHint } from './fields/setting-field.tsx';
import { knownSetting } from './fields/setting-words.ts';
import { ResetSection } from './reset/reset-section.tsx';
import { SectionPage } from './section-page.tsx';
import type { SettingsWriter } from './settings-writer.ts';

const themes = [
  { value: 'system', icon: Monitor },
  { value: 'light', icon: Sun },
  { value: 'dark', icon: Moon },
] as const;

export function AppearanceSection({ writer }: { readonly writer: SettingsWriter }) {
  const { t } = useText();
  return (
    <SectionPage
      title={t('settings.section_appearance')}
      text={t('settings.appearance_text')}
      action={<ResetSection section="appearance" writer={writer} />}
    >
      <Card>
        <ThemeChoices writer={writer} />
      </Card>
      <Card>
        <div className="grid gap-4 bar:grid-cols-2">
          <SettingField path="language" writer={writer} />
          <SettingField path="appearance.fontScale" writer={writer} />
          <SettingField path="appearance.contrast" writer={writer} />
          <SettingField path="appearance.motion" writer={writer} />
        </div>
      </Card>
      <OtherSettings section="appearance" writer={writer} />
    </SectionPage>
  );
}

function ThemeChoices({ writer }: { readonly writer: SettingsWriter }) {
  const { t } = useText();
  const one = knownSetting('theme');
  return (
    <SettingFrame path="theme" writer={writer}>
      <fieldset className="flex flex-col gap-2" disabled={isReadOnly(one, writer)} aria-describedby="theme-hint">
        <legend className="pb-1 text-sm font-medium">{t(one.labelKey)}</legend>
        <div className="grid grid-cols-3 gap-2">
          {themes.map((theme) => (
            <ThemeChoice
              key={theme.value}
              theme={theme}
              isChosen={writer.settings.theme === theme.value}
              onChoose={() => writer.set({ theme: theme.value })}
            />
          ))}
        </div>
        <div id="theme-hint" className="text-sm text-ink-soft">
          <SettingHint one={one} writer={writer} />
        </div>
        <Failure text={writer.errorOf('theme')} />
      </fieldset>
    </SettingFrame>
  );
}

type ThemeChoiceProps = {
  readonly theme: { readonly value: Settings['theme']; readonly icon: typeof Monitor };
  readonly isChosen: boolean;
  readonly onChoose: () => void;
};

function ThemeChoice({ theme, isChosen, onChoose }: ThemeChoiceProps) {
  const { t } = useText();
  const Icon = theme.icon;
  return (
    <label
      className={classes(
        'flex min-h-16 flex-col items-center justify-center gap-1.5 rounded-control border p-2 select-none',
        'has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus has-disabled:opacity-60',
        isChosen
          ? 'border-tide bg-tide-surface font-medium text-tide-ink'
          : 'border-edge-strong not-has-disabled:hover:bg-hover',
      )}
    >
      <input type="radio" name="theme" value={theme.value} checked={isChosen} onChange={onChoose} className="sr-only" />
      <Icon aria-hidden="true" />
      {t(`setting.theme_option_${theme.value}`)}
    </label>
  );
}
