// A server opened: its tools with a switch each, its switches, its log, what it says of itself.
import { useEffect, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { McpLogLine, McpServer, McpTool } from '#main/contract/mcp.ts';
import { visibleLine, visibleLines } from '#main/contract/shown-text.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Switch } from '#renderer/ui/controls/switch.tsx';
import { CodeBlock } from '#renderer/ui/display/code-block.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { DescribeTransport } from './describe-transport.tsx';
import { Failure } from './failure.tsx';

export type ServerDetailsProps = { readonly client: Pick<LimpetClient, 'mcp'>; readonly server: McpServer };

const shownLines = 200;

export function ServerDetails({ client, server }: ServerDetailsProps) {
  const { t, language } = useText();
  const [tools, setTools] = useState<readonly McpTool[]>([]);
  const [lines, setLines] = useState<readonly McpLogLine[]>([]);
  const serverId = server.id;
  const load = useAct(async () => {
    const [known, log] = await Promise.all([client.mcp.tools({ serverId }), client.mcp.log({ serverId })]);
    setTools(known.tools);
    setLines(log.lines);
  });
  const change = useAct((o: Partial<Pick<McpServer, 'enabled' | 'start' | 'sampling'>>) =>
    client.mcp.set({ serverId, ...o }),
  );
  const setTool = useAct(async (o: { tool: string; on: boolean }) => {
    await client.mcp.setTool({ serverId, ...o });
    await load.run(undefined);
  });
  const { run } = load;
  // Read anew whenever the server's own state says that something is different.
  const version = `${server.state} ${server.tools} ${server.unreviewed}`;
  useEffect(() => {
    void version;
    void run(undefined);
  }, [run, version]);
  const time = new Intl.DateTimeFormat(language, { timeStyle: 'medium' });
  const log = lines.slice(-shownLines).map(({ at, level, text }) => `${time.format(at)} ${level} ${visibleLine(text)}`);
  return (
    <div className="flex flex-col gap-4 border-t border-edge pt-3">
      <Failure error={load.error ?? change.error ?? setTool.error} />
      <DescribeTransport transport={server.transport} />
      <Switch
        label={t('mcp.always')}
        checked={server.start === 'always'}
        onChange={(on) => void change.run({ start: on ? 'always' : 'needed' })}
      />
      <Switch
        label={t('mcp.sampling')}
        checked={server.sampling}
        onChange={(sampling) => void change.run({ sampling })}
      />
      {tools.length > 0 && (
        <section className="flex flex-col gap-3">
          <h4 className="font-semibold">{t('mcp.tool_list')}</h4>
          {tools.map((tool) => (
            <Switch
              key={tool.name}
              label={t('mcp.tool_use', { tool: visibleLine(tool.name) })}
              hint={
                tool.state === 'on' || tool.state === 'off'
                  ? visibleLine((tool.pinned?.description ?? '').split('\n', 1)[0] ?? '')
                  : t(`mcp.tool_${tool.state}`)
              }
              checked={tool.state === 'on'}
              disabled={tool.state !== 'on' && tool.state !== 'off'}
              onChange={(on) => void setTool.run({ tool: tool.name, on })}
            />
          ))}
        </section>
      )}
      {server.instructions !== undefined && (
        <CodeBlock name={t('mcp.about')} code={visibleLines(server.instructions).join('\n')} maxHeight={200} wrap />
      )}
      <CodeBlock
        name={t('mcp.log')}
        code={log.length === 0 ? t('mcp.log_empty') : log.join('\n')}
        maxHeight={240}
        wrap
      />
    </div>
  );
}
