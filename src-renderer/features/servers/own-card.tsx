// Limpet's own tools for other programs: on or off, and the token.
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { McpStatus } from '#main/contract/mcp.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Switch } from '#renderer/ui/controls/switch.tsx';
import { Card } from '#renderer/ui/display/card.tsx';
import { CodeBlock } from '#renderer/ui/display/code-block.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { Failure } from './failure.tsx';

export type OwnCardProps = { readonly client: Pick<LimpetClient, 'mcp' | 'settings'>; readonly own: McpStatus['own'] };

export function OwnCard({ client, own }: OwnCardProps) {
  const { t } = useText();
  // Kept nowhere else: leaving the page forgets it.
  const [token, setToken] = useState<string>();
  const create = useAct(async () => setToken((await client.mcp.createToken({})).token));
  const set = useAct((enabled: boolean) => client.settings.set({ patch: { mcpServer: { enabled } } }));
  return (
    <Card title={t('mcp.own')} detail={t('mcp.own_text')}>
      <Switch label={t('mcp.own_switch')} checked={own.enabled} onChange={(on) => void set.run(on)} />
      {token !== undefined && (
        <div className="flex flex-col gap-2" role="status">
          <CodeBlock code={token} name={t('mcp.token')} wrap />
          <p className="text-sm text-ask-ink">{t('mcp.token_once')}</p>
        </div>
      )}
      <Failure error={create.error ?? set.error} />
      <Button
        className="self-start"
        icon={<KeyRound aria-hidden="true" />}
        busy={create.isRunning}
        onClick={() => void create.run(undefined)}
      >
        {t(own.hasToken ? 'mcp.token_renew' : 'mcp.token_create')}
      </Button>
    </Card>
  );
}
