// The keyboard shortcuts at a glance: those of the app's actions, the list of chats, and what other places add.
import { Kbd, modifierKey } from '#renderer/ui/display/kbd.tsx';
import { Dialog } from '#renderer/ui/overlays/dialog.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import type { PaletteAction } from './palette-action.ts';

export type ShortcutSection = {
  readonly title: string;
  readonly shortcuts: readonly { readonly keys: string; readonly text: string }[];
};
export type ShortcutsDialogProps = {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  /** Those with a shortcut are listed under "Everywhere". */
  readonly actions: readonly PaletteAction[];
  /** Shortcuts of other places, such as the composer. */
  readonly sections?: readonly ShortcutSection[];
};

export function ShortcutsDialog({ open, onOpenChange, actions, sections = [] }: ShortcutsDialogProps) {
  const { t } = useText();
  const everywhere: ShortcutSection = {
    title: t('app.palette_shortcuts_general'),
    shortcuts: [
      { keys: `${modifierKey()} K`, text: t('app.palette_key_palette') },
      ...actions.flatMap(({ shortcut, title }) => (shortcut === undefined ? [] : [{ keys: shortcut, text: title }])),
      { keys: '?', text: t('app.palette_key_help') },
    ],
  };
  const list: ShortcutSection = {
    title: t('app.palette_shortcuts_list'),
    shortcuts: [
      { keys: '↑ ↓', text: t('app.palette_key_move') },
      { keys: 'Home End', text: t('app.palette_key_ends') },
      { keys: 'Enter', text: t('app.palette_key_open') },
      { keys: 'F2', text: t('app.palette_key_rename') },
      { keys: 'Del', text: t('app.palette_key_remove') },
      { keys: 'Shift F10', text: t('app.palette_key_menu') },
    ],
  };
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t('app.palette_shortcuts')} size="md">
      <div className="grid gap-6 bar:grid-cols-2">
        {[everywhere, ...sections, list].map((section) => (
          <section key={section.title} className="flex min-w-0 flex-col gap-1">
            <h3 className="pb-1 text-sm font-semibold text-ink-soft">{section.title}</h3>
            <dl className="flex flex-col gap-1.5">
              {section.shortcuts.map((shortcut) => (
                <div key={shortcut.text} className="flex min-h-6 items-center justify-between gap-4">
                  <dt className="min-w-0">{shortcut.text}</dt>
                  <dd>
                    <Kbd keys={shortcut.keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
