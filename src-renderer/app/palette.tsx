// Palette and list of shortcuts, loaded when first opened; carries out slash commands for the open chat.
import type { SlashCommand } from '#main/contract/commands.ts';
import type { LimpetClient } from '#main/contract/contract.ts';
import { isCancelled, toErrorData } from '#main/contract/errors.ts';
import type { SessionId } from '#main/contract/ids.ts';
import { CommandPalette } from '#renderer/features/palette/command-palette.tsx';
import type { PaletteAction } from '#renderer/features/palette/palette-action.ts';
import { ShortcutsDialog } from '#renderer/features/palette/shortcuts-dialog.tsx';
import { modifierKey } from '#renderer/ui/display/kbd.tsx';
import { useToast } from '#renderer/ui/overlays/toast.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import type { Navigate } from './use-route.ts';

export type Overlay = 'palette' | 'shortcuts' | undefined;

export type PaletteProps = {
  readonly client: LimpetClient;
  readonly overlay: Overlay;
  readonly onOverlay: (overlay: Overlay) => void;
  readonly actions: readonly PaletteAction[];
  readonly openId: SessionId | undefined;
  readonly onNavigate: Navigate;
  readonly onClientCommand: (command: SlashCommand) => void;
  /** Puts a text into the message field, for commands that want a word more. */
  readonly onInsert: (text: string) => void;
};

export function Palette(props: PaletteProps) {
  const { client, overlay, onOverlay, actions, onNavigate } = props;
  const { t } = useText();
  const run = useRunCommand(props);
  return (
    <>
      <CommandPalette
        client={client}
        open={overlay === 'palette'}
        onOpenChange={(open) => onOverlay(open ? 'palette' : undefined)}
        actions={actions}
        onOpenSession={(session) => onNavigate({ screen: 'chat', sessionId: session.id })}
        onOpenHit={(hit) => onNavigate({ screen: 'chat', sessionId: hit.sessionId, messageId: hit.messageId })}
        onSlashCommand={run}
      />
      <ShortcutsDialog
        open={overlay === 'shortcuts'}
        onOpenChange={(open) => onOverlay(open ? 'shortcuts' : undefined)}
        actions={actions}
        sections={[
          {
            title: t('app.shortcuts_message'),
            shortcuts: [
              { keys: 'Enter', text: t('chat.send') },
              { keys: 'Shift Enter', text: t('app.key_new_line') },
              { keys: `${modifierKey()} Enter`, text: t('chat.queue_send') },
              { keys: 'Esc', text: t('chat.stop') },
              { keys: '↑', text: t('app.key_edit_last') },
              { keys: '/', text: t('chat.commands') },
              { keys: '@', text: t('chat.files') },
            ],
          },
        ]}
      />
    </>
  );
}

function useRunCommand(props: PaletteProps): (command: SlashCommand) => void {
  const { client, openId, onNavigate, onClientCommand, onInsert } = props;
  const { t } = useText();
  const showToast = useToast();
  return (command) => {
    if (command.where === 'client') return onClientCommand(command);
    if (openId === undefined) return showToast({ text: t('app.no_chat_title') });
    if (command.argument !== undefined) return onInsert(`/${command.name} `);
    client.commands.run({ sessionId: openId, name: command.name }).then(
      ({ say, openSession }) => {
        if (say !== undefined) showToast({ text: t(say.key, say.params) });
        if (openSession !== undefined) onNavigate({ screen: 'chat', sessionId: openSession });
      },
      (error: unknown) => {
        if (!isCancelled(error)) showToast({ text: describeError(toErrorData(error), t), tone: 'stop' });
      },
    );
  };
}
