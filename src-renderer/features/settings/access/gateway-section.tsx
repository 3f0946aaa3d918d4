// What the gateway listens on; read when Limpet starts, kept in config.json.
import { RotateCw, TriangleAlert } from 'lucide-react';
import { isSameValue } from '#main/contract/setting.ts';
import { settingList, valueAt } from '#main/contract/settings.ts';
import type { SystemState } from '#main/contract/system.ts';
import { Banner } from '#renderer/ui/display/banner.tsx';
import { Card } from '#renderer/ui/display/card.tsx';
import { CopyButton } from '#renderer/ui/display/copy-button.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { OtherSettings } from '../fields/other-settings.tsx';
import { SettingField } from '../fields/setting-field.tsx';
import { ResetSection } from '../reset/reset-section.tsx';
import { SectionPage } from '../section-page.tsx';
import type { SettingsWriter } from '../settings-writer.ts';

export type GatewaySectionProps = { readonly writer: SettingsWriter; readonly host: SystemState['host'] };

export function GatewaySection({ writer, host }: GatewaySectionProps) {
  const { t } = useText();
  const { sources } = writer;
  const isWaiting =
    sources !== undefined &&
    settingList.some(
      ({ section, path }) =>
        section === 'gateway' && !isSameValue(valueAt(sources.start, path), valueAt(sources.next, path)),
    );
  return (
    <SectionPage
      title={t('settings.section_gateway')}
      text={t('settings.gateway_text')}
      action={<ResetSection section="gateway" writer={writer} />}
    >
      {host === 'electron' && (
        <Banner shape="card" icon={<TriangleAlert aria-hidden="true" />}>
          {t('settings.gateway_desktop')}
        </Banner>
      )}
      {isWaiting && host !== 'electron' && (
        <Banner shape="card" tone="ask" icon={<RotateCw aria-hidden="true" />}>
          {t('settings.gateway_waiting')}
        </Banner>
      )}
      <Card title={t('settings.gateway_address')}>
        <div className="grid gap-4 bar:grid-cols-2">
          <SettingField path="host" writer={writer} />
          <SettingField path="port" writer={writer} />
        </div>
        <SettingField path="hostNames" writer={writer} />
      </Card>
      <Card title={t('settings.gateway_tls')}>
        <SettingField path="tlsCert" writer={writer} />
        <SettingField path="tlsKey" writer={writer} />
        <SettingField path="allowInsecure" writer={writer} />
      </Card>
      <OtherSettings section="gateway" writer={writer} />
      {sources !== undefined && (
        <Card title={t('settings.config_file')} detail={t('settings.config_file_text')}>
          <div className="flex items-center gap-1 rounded-control border border-edge bg-sunken ps-3 pe-1">
            <span className="min-w-0 flex-1 py-1.5 font-mono text-sm wrap-anywhere">{sources.file}</span>
            <CopyButton label={t('settings.data_copy')} text={() => sources.file} />
          </div>
        </Card>
      )}
    </SectionPage>
  );
}
