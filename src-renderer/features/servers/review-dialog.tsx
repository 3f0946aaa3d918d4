// New and changed definitions, as they were and as they are now; each is accepted by itself.
import { useEffect, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { McpDefinition, McpServerId, McpTool } from '#main/contract/mcp.ts';
import { visibleLines } from '#main/contract/shown-text.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Badge } from '#renderer/ui/display/badge.tsx';
import { CodeBlock } from '#renderer/ui/display/code-block.tsx';
import { Dialog } from '#renderer/ui/overlays/dialog.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { Failure } from './failure.tsx';

export type ReviewDialogProps = {
  readonly client: Pick<LimpetClient, 'mcp'>;
  readonly serverId: McpServerId;
  readonly onClose: () => void;
};

const textOf = ({ description, inputSchema }: McpDefinition) =>
  [...visibleLines(description), '', ...visibleLines(JSON.stringify(inputSchema, undefined, 2))].join('\n');

export function ReviewDialog({ client, serverId, onClose }: ReviewDialogProps) {
  const { t } = useText();
  const [tools, setTools] = useState<readonly McpTool[]>();
  const load = useAct(async () => {
    const known = (await client.mcp.tools({ serverId })).tools;
    // Without a hash nobody has asked the server yet what it offers now.
    setTools(known.filter(({ state, hash }) => (state === 'new' || state === 'changed') && hash !== ''));
  });
  const accept = useAct(async (seen: readonly McpTool[]) => {
    await client.mcp.review({ serverId, tools: seen.map(({ name, hash }) => ({ name, hash })) });
    await load.run(undefined);
  });
  const { run } = load;
  useEffect(() => void run(undefined), [run]);
  return (
    <Dialog
      open
      size="lg"
      onOpenChange={(open) => !open && onClose()}
      title={t('mcp.review_title', { server: serverId })}
      description={t('mcp.review_text')}
      footer={
        tools !== undefined &&
        tools.length > 1 && (
          <Button busy={accept.isRunning} onClick={() => void accept.run(tools)}>
            {t('mcp.accept_all')}
          </Button>
        )
      }
    >
      <Failure error={load.error ?? accept.error} />
      {tools?.map((tool) => (
        <section key={tool.name} className="flex flex-col gap-2 border-t border-edge pt-3">
          <h3 className="flex flex-wrap items-center gap-2 font-semibold wrap-anywhere">
            <bdi>{tool.name}</bdi>
            <Badge tone="ask">{t(`mcp.tool_${tool.state}`)}</Badge>
          </h3>
          {tool.pinned !== undefined && (
            <CodeBlock name={t('mcp.before')} code={textOf(tool.pinned)} maxHeight={220} wrap />
          )}
          {tool.current !== undefined && (
            <CodeBlock name={t('mcp.now')} code={textOf(tool.current)} maxHeight={220} wrap />
          )}
          <Button className="self-start" busy={accept.isRunning} onClick={() => void accept.run([tool])}>
            {t('mcp.accept', { tool: tool.name })}
          </Button>
        </section>
      ))}
    </Dialog>
  );
}
