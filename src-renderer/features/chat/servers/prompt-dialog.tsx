// A prompt of a server, chosen under a slash.
import type { LimpetClient } from '#main/contract/contract.ts';
import type { McpPrompt } from '#main/contract/mcp.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { fileNameOf } from './material.ts';
import { MaterialDialog } from './material-dialog.tsx';

export type AttachText = (file: { readonly name: string; readonly text: string }, say: string) => Promise<void>;

export type PromptDialogProps = {
  readonly client: Pick<LimpetClient, 'mcp'>;
  readonly prompt: McpPrompt;
  readonly onAttach: AttachText;
  readonly onClose: () => void;
};

export function PromptDialog({ client, prompt, onAttach, onClose }: PromptDialogProps) {
  const { t } = useText();
  const { serverId, name } = prompt;
  const shown = visibleLine(name);
  const wants = prompt.arguments.map((one) => ({
    ...one,
    description: one.description === undefined ? undefined : visibleLine(one.description),
  }));
  return (
    <MaterialDialog
      title={t('mcp.prompt_title', { prompt: shown, server: serverId })}
      description={prompt.description === undefined ? undefined : visibleLine(prompt.description)}
      server={serverId}
      name={shown}
      wants={wants}
      read={async (values) => {
        const given = Object.entries(values).filter(([, value]) => value.trim() !== '');
        return (await client.mcp.getPrompt({ serverId, name, arguments: Object.fromEntries(given) })).text;
      }}
      complete={async (argument, others, signal) =>
        (await client.mcp.complete({ serverId, of: { type: 'prompt', name }, argument, others }, { signal })).values
      }
      onAttach={(text) => {
        const file = fileNameOf(serverId, name);
        return onAttach({ name: file, text }, t('mcp.prompt_say', { file }));
      }}
      onClose={onClose}
    />
  );
}
