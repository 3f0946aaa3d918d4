// Hosts that a program wanted to reach and was not let to: the person sees each, and may let it from now on.
import { ShieldAlert } from 'lucide-react';
import type { LimpetClient } from '#main/contract/contract.ts';
import { McpHost, type McpServer } from '#main/contract/mcp.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Banner } from '#renderer/ui/display/banner.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { Failure } from './failure.tsx';

export type RefusedHostsProps = { readonly client: Pick<LimpetClient, 'mcp'>; readonly server: McpServer };

export function RefusedHosts({ client, server }: RefusedHostsProps) {
  const { t } = useText();
  const { id, transport, refused } = server;
  const allow = useAct(async (host: string) => {
    if (transport.type !== 'stdio') return;
    const hosts = [...(transport.hosts ?? []), host];
    await client.mcp.save({ id, transport: { ...transport, network: true, hosts }, replace: true });
    await client.mcp.restart({ serverId: id }).catch(() => undefined); // its card says why
  });
  return (
    <>
      {refused.map((host) => (
        <Banner
          key={host}
          shape="card"
          tone="ask"
          icon={<ShieldAlert aria-hidden="true" />}
          action={
            McpHost.safeParse(host).success && (
              <Button size="sm" busy={allow.isRunning} onClick={() => void allow.run(host)}>
                {t('mcp.refused_allow', { host: visibleLine(host) })}
              </Button>
            )
          }
        >
          {t('mcp.refused', { host: visibleLine(host) })}
        </Banner>
      ))}
      <Failure error={allow.error} />
    </>
  );
}
