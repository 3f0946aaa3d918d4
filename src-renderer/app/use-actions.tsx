// The app's one registry of actions: palette, shortcuts and their list are all made from it.
import {
  BookOpenText,
  Bot,
  Footprints,
  Keyboard,
  Lock,
  LogOut,
  MessageSquarePlus,
  Monitor,
  Moon,
  NotebookPen,
  OctagonX,
  PanelRight,
  Pause,
  Play,
  Search,
  Settings as SettingsIcon,
  Sun,
  Zap,
} from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { ModelsState } from '#main/contract/models.ts';
import type { Settings, SettingsPatch } from '#main/contract/settings.ts';
import type { SystemState } from '#main/contract/system.ts';
import type { PaletteAction } from '#renderer/features/palette/palette-action.ts';
import { sectionsOf } from '#renderer/features/settings/sections.ts';
import { modifierKey } from '#renderer/ui/display/kbd.tsx';
import { pressedKey } from '#renderer/ui/text/pressed-key.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { sideShortcut } from './side-panel/shortcut.ts';

export type ActionsInput = {
  readonly settings: Settings;
  readonly models: ModelsState;
  /** True: a model is chosen for the open chat; false: for all chats without one of their own. */
  readonly hasChat: boolean;
  readonly onModel: (ref: string) => void;
  readonly onNewChat: () => void;
  readonly onSearch: () => void;
  readonly onSettings: (section?: string) => void;
  readonly onSkills: () => void;
  readonly onNotes: () => void;
  readonly onReflexes: () => void;
  readonly onShortcuts: () => void;
  /** Opens and closes what stands beside the open chat; undefined where no chat is open. */
  readonly onSide: (() => void) | undefined;
  readonly host: SystemState['host'];
  readonly work: {
    readonly isPaused: boolean;
    readonly setPaused: (paused: boolean) => void;
    readonly stopAll: () => void;
    readonly lock: () => void;
  };
  /** The emergency stop of devices; undefined while none is connected. */
  readonly onStopOutputs: (() => void) | undefined;
  readonly onChange: (patch: SettingsPatch) => void;
  /** Undefined in the desktop window, which has nothing to sign out of. */
  readonly onSignOut: (() => void) | undefined;
};

export function useActions(input: ActionsInput): readonly PaletteAction[] {
  const { t } = useText();
  const actions: PaletteAction[] = [
    {
      id: 'new-chat',
      group: 'actions',
      title: t('app.new_chat'),
      shortcut: `${modifierKey()} Shift O`,
      icon: <MessageSquarePlus aria-hidden="true" />,
      run: input.onNewChat,
    },
    {
      id: 'search',
      group: 'actions',
      title: t('app.search_chats'),
      shortcut: `${modifierKey()} Shift F`,
      icon: <Search aria-hidden="true" />,
      run: input.onSearch,
    },
    {
      id: 'skills',
      group: 'actions',
      title: t('skills.open_skills'),
      icon: <BookOpenText aria-hidden="true" />,
      run: input.onSkills,
    },
    {
      id: 'notes',
      group: 'actions',
      title: t('notebook.open'),
      icon: <NotebookPen aria-hidden="true" />,
      run: input.onNotes,
    },
    {
      id: 'reflexes',
      group: 'actions',
      title: t('reflexes.open'),
      icon: <Zap aria-hidden="true" />,
      run: input.onReflexes,
    },
    {
      id: 'model',
      group: 'actions',
      title: t(input.hasChat ? 'app.palette_switch_model' : 'app.palette_switch_default'),
      icon: <Bot aria-hidden="true" />,
      choices: modelChoices(input),
    },
    {
      id: 'theme',
      group: 'actions',
      title: t('app.change_theme'),
      icon: <Moon aria-hidden="true" />,
      choices: themeChoices(input, t),
    },
    {
      id: 'setup',
      group: 'actions',
      title: t('app.palette_setup'),
      icon: <Footprints aria-hidden="true" />,
      run: () => input.onChange({ onboarded: false }),
    },
    {
      id: 'shortcuts',
      group: 'actions',
      title: t('app.palette_shortcuts'),
      icon: <Keyboard aria-hidden="true" />,
      run: input.onShortcuts,
    },
    ...sideActions(input.onSide, t),
    ...workActions(input.work, t),
    ...stopActions(input.onStopOutputs, t),
    ...sectionsOf(input.host).map(
      (section): PaletteAction => ({
        id: `settings-${section}`,
        group: 'settings',
        title: t(`settings.section_${section}`),
        icon: <SettingsIcon aria-hidden="true" />,
        ...(section === 'models' ? { shortcut: `${modifierKey()} ,` } : {}),
        run: () => input.onSettings(section),
      }),
    ),
  ];
  const { onSignOut } = input;
  if (onSignOut !== undefined) {
    const icon = <LogOut aria-hidden="true" />;
    actions.push({ id: 'sign-out', group: 'actions', title: t('app.sign_out'), icon, run: onSignOut });
  }
  useShortcuts(actions);
  return actions;
}

type Translate = ReturnType<typeof useText>['t'];

function sideActions(run: (() => void) | undefined, t: Translate): PaletteAction[] {
  if (run === undefined) return [];
  const icon = <PanelRight className="rtl:-scale-x-100" aria-hidden="true" />;
  return [{ id: 'side', group: 'actions', title: t('side.toggle'), shortcut: sideShortcut(), icon, run }];
}

/** Works wherever the focus is, also in a field. */
function stopActions(run: (() => void) | undefined, t: Translate): PaletteAction[] {
  if (run === undefined) return [];
  const icon = <OctagonX aria-hidden="true" />;
  return [
    { id: 'stop-outputs', group: 'actions', title: t('bench.stop'), shortcut: `${modifierKey()} Shift X`, icon, run },
  ];
}

function workActions({ isPaused, setPaused, stopAll, lock }: ActionsInput['work'], t: Translate): PaletteAction[] {
  return [
    {
      id: 'pause',
      group: 'actions',
      title: t(isPaused ? 'desktop.resume' : 'desktop.pause'),
      icon: isPaused ? <Play aria-hidden="true" /> : <Pause aria-hidden="true" />,
      run: () => setPaused(!isPaused),
    },
    {
      id: 'stop-all',
      group: 'actions',
      title: t('desktop.stop_all'),
      icon: <OctagonX aria-hidden="true" />,
      run: stopAll,
    },
    {
      id: 'lock',
      group: 'actions',
      title: t('companion.lock'),
      icon: <Lock aria-hidden="true" />,
      run: lock,
    },
  ];
}

const themes = [
  { value: 'system', icon: Monitor },
  { value: 'light', icon: Sun },
  { value: 'dark', icon: Moon },
] as const;

function themeChoices(input: ActionsInput, t: Translate): readonly PaletteAction[] {
  return themes.map(({ value, icon: Icon }) => ({
    id: `theme-${value}`,
    group: 'actions',
    title: t(`setting.theme_option_${value}`),
    icon: <Icon aria-hidden="true" />,
    run: () => input.onChange({ theme: value }),
  }));
}

function modelChoices({ models, onModel }: ActionsInput): readonly PaletteAction[] {
  const label = new Map(models.connections.map((connection) => [connection.id, connection.label]));
  return models.models.map((model) => {
    const connection = label.get(model.ref.slice(0, model.ref.indexOf('/')));
    return {
      id: `model-${model.ref}`,
      group: 'actions',
      title: model.label,
      keywords: [model.ref, ...(connection === undefined ? [] : [connection])],
      ...(connection === undefined ? {} : { detail: connection }),
      run: () => onModel(model.ref),
    };
  });
}

/** Runs the action whose shortcut was pressed, wherever the focus is. */
function useShortcuts(actions: readonly PaletteAction[]): void {
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || !(event.ctrlKey || event.metaKey) || event.altKey) return;
      const keys = [modifierKey(), ...(event.shiftKey ? ['Shift'] : []), pressedKey(event)].join(' ');
      const action = latest.current.find((each) => each.shortcut === keys);
      if (action?.run === undefined) return;
      event.preventDefault();
      action.run();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
