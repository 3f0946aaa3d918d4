// The prompts and resources of servers for one composer: what there is, which dialog is open, and what goes with the message.
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Attachment } from '#main/contract/chat.ts';
import type { SlashCommand } from '#main/contract/commands.ts';
import type { McpPrompt } from '#main/contract/mcp.ts';
import type { ChatConnection } from '../chat-connection.ts';
import type { Insert } from '../composer/field-effects.ts';
import { type Material, noMaterial, promptCommands } from './material.ts';
import type { AttachText } from './prompt-dialog.tsx';

export type Open = { readonly type: 'prompt'; readonly prompt: McpPrompt } | { readonly type: 'resources' };

export function useServerMaterial({ client, putBlob }: ChatConnection, isWanted: boolean) {
  const [material, setMaterial] = useState<Material>(noMaterial);
  const [open, setOpen] = useState<Open>();
  const [inserted, setInserted] = useState<Insert>();
  useEffect(() => {
    if (!isWanted) return;
    const controller = new AbortController();
    client.mcp.prompts({}, { signal: controller.signal }).then(setMaterial, () => undefined); // Without them there are none.
    return () => controller.abort();
  }, [client, isWanted]);
  const known = useMemo(() => promptCommands(material), [material]);
  const commands = useMemo<readonly SlashCommand[]>(() => [...known.values()].map(({ command }) => command), [known]);
  const attach = useCallback<AttachText>(
    async ({ name, text }, say) => {
      const mediaType = 'text/plain';
      const signal = AbortSignal.timeout(60_000);
      const bytes = new File([text], name, { type: mediaType });
      const attachment: Attachment = await putBlob(bytes, { mediaType, signal, onProgress: () => {} });
      setInserted({ text: say, after: true, attachments: [attachment] });
    },
    [putBlob],
  );
  return {
    commands,
    /** True: it was one of these. */
    choose(command: SlashCommand): boolean {
      const prompt = known.get(command.name)?.prompt;
      if (prompt !== undefined) setOpen({ type: 'prompt', prompt });
      return prompt !== undefined;
    },
    resources: material.resources,
    open,
    setOpen,
    attach,
    inserted,
  };
}
