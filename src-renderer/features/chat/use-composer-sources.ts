// What the composer draws on: commands, files of the folder, the kept draft, uploads.
import { useEffect, useMemo, useState } from 'react';
import type { SlashCommand } from '#main/contract/commands.ts';
import type { SessionId } from '#main/contract/ids.ts';
import { useToast } from '#renderer/ui/overlays/toast.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import type { ChatConnection } from './chat-connection.ts';
import type { ComposerProps } from './composer/composer.tsx';
import type { useServerMaterial } from './servers/use-server-material.ts';
import type { ChatCommands } from './use-chat-commands.ts';

export type ServerMaterial = Pick<ReturnType<typeof useServerMaterial>, 'commands' | 'choose'>;

export type ComposerSourcesInput = {
  readonly connection: ChatConnection;
  readonly sessionId: SessionId;
  readonly commands: ChatCommands;
  readonly onClientCommand: (command: SlashCommand, argument: string) => void;
  readonly material: ServerMaterial;
  readonly onChooseSession: () => (sessionId: SessionId) => void;
};
export type ComposerSources = Pick<ComposerProps, 'commands' | 'drafts' | 'findFiles' | 'upload' | 'onCommand'>;

/** Without suggestions a slash and an @ are just text: a list of them would not fit the quick chat. */
export function useComposerSources(input: ComposerSourcesInput, hasSuggestions = true): ComposerSources {
  const { connection, sessionId, commands, onClientCommand, onChooseSession, material } = input;
  const { client, putBlob, drafts } = connection;
  const { t } = useText();
  const showToast = useToast();
  const slash = useSlashCommands(connection, sessionId, hasSuggestions);
  const stable = useMemo(
    () => ({
      drafts: drafts(sessionId),
      findFiles: async (text: string, signal: AbortSignal) =>
        hasSuggestions ? (await client.workspace.files({ sessionId, text }, { signal })).files : [],
      upload: putBlob,
    }),
    [client, putBlob, drafts, sessionId, hasSuggestions],
  );
  const onCommand = async (command: SlashCommand, argument: string) => {
    if (material.choose(command)) return;
    if (command.where === 'client') return onClientCommand(command, argument);
    const goThere = onChooseSession();
    const { say, openSession } = await commands.said(client.commands.run({ sessionId, name: command.name, argument }));
    if (say !== undefined) showToast({ text: t(say.key, say.params) });
    if (openSession !== undefined) goThere(openSession);
  };
  const all = useMemo(() => [...slash, ...material.commands], [slash, material.commands]);
  return { ...stable, commands: all, onCommand };
}

function useSlashCommands(
  { client }: ChatConnection,
  sessionId: SessionId,
  isWanted: boolean,
): readonly SlashCommand[] {
  const [commands, setCommands] = useState<readonly SlashCommand[]>([]);
  useEffect(() => {
    if (!isWanted) return;
    const controller = new AbortController();
    client.commands.list({ sessionId }, { signal: controller.signal }).then(
      (found) => setCommands(found.commands),
      () => undefined, // Without the list a slash is just text.
    );
    return () => controller.abort();
  }, [client, sessionId, isWanted]);
  return commands;
}
