// What a section has besides the fields that its page places itself: a new entry of the schema shows up by itself.
import { settingList } from '#main/contract/settings.ts';
import { Card } from '#renderer/ui/display/card.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import type { SettingsSection } from '../sections.ts';
import type { SettingsWriter } from '../settings-writer.ts';
import { SettingField } from './setting-field.tsx';

/** Settings that pages draw in places of their own; everything else is drawn by `OtherSettings`. */
const placed: ReadonlySet<string> = new Set([
  'theme',
  'language',
  'appearance.fontScale',
  'appearance.contrast',
  'appearance.motion',
  'desktop.shortcut',
  'desktop.notifications',
  'desktop.closeToTray',
  'desktop.openAtLogin',
  'workspace',
  'limits.stepsPerTurn',
  'limits.tokensPerTurn',
  'limits.costUsdPerTurn',
  'limits.minutesPerTurn',
  'caps.costUsdPerDay',
  'caps.costUsdPerJob',
  'caps.tokensPerDay',
  'caps.tokensPerJob',
  'caps.unknownPrice',
  'caps.assumedUsdPerMTok',
  'approvalMinutes',
  'reasoning',
  'findLocalModels',
  'browser.program',
  'browser.window',
  'browser.secretsOn',
  'webSearch.engine',
  'webSearch.addresses.brave',
  'webSearch.addresses.tavily',
  'webSearch.addresses.exa',
  'webSearch.addresses.searxng',
  'api.enabled',
  'logLevel',
  'dataFolder',
  'backup.every',
  'backup.keep',
  'backup.folder',
  'host',
  'port',
  'hostNames',
  'tlsCert',
  'tlsKey',
  'allowInsecure',
]);

export type OtherSettingsProps = { readonly section: SettingsSection; readonly writer: SettingsWriter };

export function OtherSettings({ section, writer }: OtherSettingsProps) {
  const { t } = useText();
  const others = settingList.filter((one) => one.section === section && one.isShown && !placed.has(one.path));
  if (others.length === 0) return null;
  return (
    <Card title={t('settings.more')}>
      <div className="grid gap-4 grid-cols-[repeat(auto-fit,minmax(min(100%,16rem),1fr))]">
        {others.map((one) => (
          <SettingField key={one.path} path={one.path} writer={writer} />
        ))}
      </div>
    </Card>
  );
}
