// What a server is, whole and to the letter: its command or address, its values, what it may touch.
import type { ReactNode } from 'react';
import type { McpTransport, McpValue } from '#main/contract/mcp.ts';
import { shownText, visibleLine } from '#main/contract/shown-text.ts';
import { CodeBlock } from '#renderer/ui/display/code-block.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';

/** One argument a line, with everything hidden made visible. */
export function commandText(transport: Extract<McpTransport, { type: 'stdio' }>): string {
  const argv = [transport.command, ...transport.args];
  const shown = { type: 'argv', argv, cwd: '', sandbox: '', network: transport.network, timeoutMs: 0 } as const;
  return shownText(shown).lines.join('\n');
}

type ValuesProps = {
  readonly values: readonly McpValue[];
  readonly ofProgram?: boolean;
  readonly undecided?: readonly string[];
};

function Values({ values, ofProgram = false, undecided = [] }: ValuesProps) {
  const { t } = useText();
  if (values.length === 0) return null;
  const secretLine = (name: string, into: McpValue['into']) =>
    into !== undefined
      ? t('mcp.value_put_in', { name: visibleLine(name), host: into.host, header: into.header })
      : t(ofProgram && !undecided.includes(name) ? 'mcp.value_given' : 'mcp.value_secret', { name: visibleLine(name) });
  const lines = values.map(({ name, value, secret, into }) =>
    secret ? secretLine(name, into) : `${visibleLine(name)}=${visibleLine(value ?? '')}`,
  );
  return <CodeBlock name={t('mcp.values')} code={lines.join('\n')} wrap />;
}

/** What it may reach, in one place with what it may read: none is said too. */
function Reach({ transport }: { readonly transport: Extract<McpTransport, { type: 'stdio' }> }) {
  const { t } = useText();
  const { network, direct, hosts } = transport;
  const code = !network
    ? t('mcp.reach_none')
    : direct === true
      ? t('mcp.reach_direct')
      : hosts === undefined
        ? t('mcp.reach_public')
        : hosts.length === 0
          ? t('mcp.reach_none')
          : hosts.map(visibleLine).join('\n');
  return <CodeBlock name={t('mcp.may_reach')} code={code} wrap />;
}

function Folders({ title, folders }: { readonly title: string; readonly folders: readonly string[] }): ReactNode {
  if (folders.length === 0) return null;
  return <CodeBlock name={title} code={folders.map(visibleLine).join('\n')} wrap />;
}

export type DescribeTransportProps = {
  readonly transport: McpTransport;
  /** Keys of which the person has not said yet where they go. */
  readonly undecided?: readonly string[];
};

export function DescribeTransport({ transport, undecided = [] }: DescribeTransportProps) {
  const { t } = useText();
  if (transport.type !== 'stdio')
    return (
      <div className="flex flex-col gap-2">
        <CodeBlock name={t('mcp.calls')} code={visibleLine(transport.url)} wrap />
        <Values values={transport.headers} />
      </div>
    );
  return (
    <div className="flex flex-col gap-2">
      <CodeBlock name={t('mcp.runs')} code={commandText(transport)} wrap />
      <Values values={transport.env} ofProgram undecided={undecided} />
      <Reach transport={transport} />
      <Folders title={t('mcp.may_read')} folders={transport.read} />
      <Folders title={t('mcp.may_write')} folders={transport.write} />
    </div>
  );
}
