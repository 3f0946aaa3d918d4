// How the app sits on this computer. What the system made of a wish is said beside it.
import { Check, CircleOff, TriangleAlert } from 'lucide-react';
import { useCallback, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { DesktopState, ShortcutState } from '#main/contract/desktop.ts';
import { useFollow } from '#renderer/api/use-follow.ts';
import { Card } from '#renderer/ui/display/card.tsx';
import { CopyButton } from '#renderer/ui/display/copy-button.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { OtherSettings } from '../fields/other-settings.tsx';
import { SettingField } from '../fields/setting-field.tsx';
import { ResetSection } from '../reset/reset-section.tsx';
import { SectionPage } from '../section-page.tsx';
import type { SettingsWriter } from '../settings-writer.ts';

export type DesktopSectionProps = { readonly client: LimpetClient; readonly writer: SettingsWriter };

export function DesktopSection({ client, writer }: DesktopSectionProps) {
  const { t } = useText();
  const state = useDesktopState(client);
  return (
    <SectionPage
      title={t('settings.section_desktop')}
      text={t('desktop.settings_text')}
      action={<ResetSection section="desktop" writer={writer} />}
    >
      <Card title={t('desktop.quick')}>
        <SettingField path="desktop.shortcut" writer={writer} />
        {state !== undefined && <ShortcutLine shortcut={state.shortcut} />}
      </Card>
      <Card>
        <SettingField path="desktop.notifications" writer={writer} />
        <SettingField path="desktop.closeToTray" writer={writer} />
        <SettingField path="desktop.openAtLogin" writer={writer} />
        {(state?.login === 'refused' || state?.login === 'unavailable') && (
          <p className="flex items-start gap-1.5 text-sm text-ask-ink">
            <TriangleAlert aria-hidden="true" className="mt-0.5" />
            {t(`desktop.login_${state.login}`)}
          </p>
        )}
      </Card>
      <OtherSettings section="desktop" writer={writer} />
    </SectionPage>
  );
}

/** Undefined until it has come, and where there is none. */
function useDesktopState(client: LimpetClient): DesktopState | undefined {
  const [state, setState] = useState<DesktopState>();
  useFollow({
    open: useCallback((signal: AbortSignal) => client.desktop.watch({}, { signal }), [client]),
    onItem: setState,
  });
  return state;
}

const looks = {
  active: { tone: 'text-done-ink', icon: <Check aria-hidden="true" className="mt-0.5" /> },
  off: { tone: 'text-ink-soft', icon: <CircleOff aria-hidden="true" className="mt-0.5" /> },
  taken: { tone: 'text-ask-ink', icon: <TriangleAlert aria-hidden="true" className="mt-0.5" /> },
  wrong: { tone: 'text-ask-ink', icon: <TriangleAlert aria-hidden="true" className="mt-0.5" /> },
  unavailable: { tone: 'text-ask-ink', icon: <TriangleAlert aria-hidden="true" className="mt-0.5" /> },
} as const;

function ShortcutLine({ shortcut }: { readonly shortcut: ShortcutState }) {
  const { t } = useText();
  const { tone, icon } = looks[shortcut.state];
  return (
    <div className="flex flex-col gap-2">
      <p role="status" className={`flex items-start gap-1.5 text-sm ${tone}`}>
        {icon}
        {t(`desktop.shortcut_${shortcut.state}`)}
      </p>
      {shortcut.state !== 'unavailable' && <p className="text-sm text-ink-soft">{t('desktop.shortcut_command')}</p>}
      <div className="flex items-center gap-1 rounded-control border border-edge bg-sunken ps-3 pe-1">
        <span className="min-w-0 flex-1 py-1.5 font-mono text-sm wrap-anywhere">{shortcut.command}</span>
        <CopyButton label={t('app.copy')} text={() => shortcut.command} />
      </div>
    </div>
  );
}
