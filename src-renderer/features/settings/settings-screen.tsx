// The settings: a page per section, each with an address of its own; every change applies at once.
import {
  AppWindow,
  Bot,
  ChevronLeft,
  Folder,
  Gauge,
  Globe,
  HardDrive,
  History,
  Info,
  KeyRound,
  type LucideIcon,
  Network,
  Palette,
  PlugZap,
  ShieldCheck,
  Stethoscope,
} from 'lucide-react';
import { type ReactNode, useCallback, useEffect, useRef } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { SessionId } from '#main/contract/ids.ts';
import type { ModelsState } from '#main/contract/models.ts';
import type { Settings } from '#main/contract/settings.ts';
import type { SystemState } from '#main/contract/system.ts';
import type { Blobs } from '#renderer/api/blobs.ts';
import { IconButton } from '#renderer/ui/controls/icon-button.tsx';
import { Banner } from '#renderer/ui/display/banner.tsx';
import { Tabs } from '#renderer/ui/display/tabs.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { ApiSection } from './access/api-section.tsx';
import { GatewaySection } from './access/gateway-section.tsx';
import { AppearanceSection } from './appearance-section.tsx';
import { DesktopSection } from './desktop/desktop-section.tsx';
import { AboutSection } from './machine/about-section.tsx';
import { DataSection } from './machine/data-section.tsx';
import { DiagnosticsSection } from './machine/diagnostics-section.tsx';
import { useFetched } from './machine/use-fetched.ts';
import { ModelsSection } from './models/models-section.tsx';
import { PermissionsSection } from './permissions/permissions-section.tsx';
import { SettingsSearch } from './search/settings-search.tsx';
import { useMark } from './search/use-mark.ts';
import { SecretsSection } from './secrets/secrets-section.tsx';
import { type SettingsSection, sectionsOf, toSettingsSection } from './sections.ts';
import type { SettingsWriter } from './settings-writer.ts';
import { UpdatesSection } from './updates/updates-section.tsx';
import { type ChatHref, UsageSection } from './usage/usage-section.tsx';
import { useSettingsWriter } from './use-settings-writer.ts';
import { WebSection } from './web/web-section.tsx';
import { WorkspaceSection } from './workspace/workspace-section.tsx';

export type SettingsScreenProps = {
  readonly client: LimpetClient;
  readonly blobs: Blobs;
  readonly isOffline: boolean;
  readonly settings: Settings;
  readonly models: ModelsState;
  readonly system: SystemState;
  /** Of the address; anything unknown opens the first section. */
  readonly section: string | undefined;
  readonly onSection: (section: SettingsSection) => void;
  readonly onClose: () => void;
  readonly chatHref: ChatHref;
  /** The chat that was open last: its grants are shown with the rules. */
  readonly chatId?: SessionId | undefined;
};

const icons: Readonly<Record<SettingsSection, LucideIcon>> = {
  models: Bot,
  workspace: Folder,
  permissions: ShieldCheck,
  web: Globe,
  usage: Gauge,
  appearance: Palette,
  desktop: AppWindow,
  secrets: KeyRound,
  api: PlugZap,
  gateway: Network,
  data: HardDrive,
  updates: History,
  diagnostics: Stethoscope,
  about: Info,
};

export function SettingsScreen(props: SettingsScreenProps) {
  const { isOffline, section, system, onSection, onClose } = props;
  const { t } = useText();
  const sections = sectionsOf(system.host);
  const wanted = toSettingsSection(section);
  const current = sections.includes(wanted) ? wanted : 'models';
  const writer = useSettingsWriter(props);
  const contents = useContents(props, writer);
  const page = useRef<HTMLElement>(null);
  const mark = useMark(page, current);
  // In a narrow window the names lie side by side, and the chosen one may be out of sight.
  useEffect(() => {
    page.current
      ?.querySelector(`[role="tab"][data-state="active"]`)
      ?.scrollIntoView({ block: 'nearest', inline: 'center' });
    void current;
  }, [current]);
  return (
    <main ref={page} className="flex min-h-0 min-w-0 flex-1 flex-col bg-page">
      <header className="flex h-12 shrink-0 items-center gap-1 border-b border-edge px-2">
        <IconButton label={t('settings.close')} icon={<ChevronLeft aria-hidden="true" />} onClick={onClose} />
        <h1 className="pe-3 font-semibold">{t('settings.title')}</h1>
        <SettingsSearch
          sections={sections}
          onOpen={(found) => {
            mark(found);
            onSection(found.section);
          }}
        />
        <span role="status" className="ms-auto pe-2 text-sm text-ink-soft">
          {writer.isSaving && <span className="animate-words">{t('settings.saving')}</span>}
        </span>
      </header>
      {isOffline && <Banner tone="ask">{t('settings.offline')}</Banner>}
      <Tabs
        layout="side"
        label={t('settings.sections')}
        value={current}
        onChange={(id) => onSection(toSettingsSection(id))}
        tabs={sections.map((id) => {
          const Icon = icons[id];
          return {
            id,
            label: t(`settings.section_${id}`),
            icon: <Icon aria-hidden="true" />,
            content: contents(id),
          };
        })}
      />
    </main>
  );
}

/** Offline is not served to other programs. */
function exampleModel({ defaultModel, models }: ModelsState): string | undefined {
  const isServed = (ref: string) => !ref.startsWith('offline/');
  return isServed(defaultModel) ? defaultModel : models.find((model) => isServed(model.ref))?.ref;
}

/** Only the section that is shown is drawn; Tabs leaves the others unmounted. */
function useContents(props: SettingsScreenProps, writer: SettingsWriter): (section: SettingsSection) => ReactNode {
  const { client, models, system, onSection, chatHref } = props;
  const ask = useCallback(() => client.desktop.capabilities({}), [client]);
  const capabilities = useFetched(ask, true).data;
  return (section) => {
    switch (section) {
      case 'models':
        return <ModelsSection client={client} writer={writer} models={models} secrets={system.secrets} />;
      case 'workspace':
        return (
          <WorkspaceSection
            client={client}
            writer={writer}
            suggested={system.defaultWorkspace}
            canPickFolder={capabilities?.pickFolder === true}
          />
        );
      case 'permissions':
        return (
          <PermissionsSection
            client={client}
            writer={writer}
            sandbox={system.sandbox}
            workspace={system.defaultWorkspace}
            sessionId={props.chatId}
          />
        );
      case 'web':
        return <WebSection client={client} writer={writer} />;
      case 'usage':
        return <UsageSection client={client} writer={writer} models={models} chatHref={chatHref} />;
      case 'appearance':
        return <AppearanceSection writer={writer} />;
      case 'desktop':
        return <DesktopSection client={client} writer={writer} />;
      case 'secrets':
        return <SecretsSection client={client} secrets={system.secrets} models={models} />;
      case 'api':
        return (
          <ApiSection
            client={client}
            writer={writer}
            host={system.host}
            origin={window.location.origin}
            model={exampleModel(models)}
          />
        );
      case 'gateway':
        return <GatewaySection writer={writer} host={system.host} />;
      case 'data':
        return (
          <DataSection
            client={client}
            blobs={props.blobs}
            writer={writer}
            dataFolder={system.dataFolder}
            canReveal={capabilities?.reveal === true}
          />
        );
      case 'updates':
        return <UpdatesSection client={client} writer={writer} version={system.version} />;
      case 'diagnostics':
        return <DiagnosticsSection client={client} writer={writer} onSection={onSection} />;
      case 'about':
        return <AboutSection client={client} system={system} />;
    }
  };
}
