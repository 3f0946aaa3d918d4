// One server: how it is, what it waits for, and what can be done about it.
import { Pencil, RotateCw, ShieldAlert, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { McpServer } from '#main/contract/mcp.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Switch } from '#renderer/ui/controls/switch.tsx';
import { Banner } from '#renderer/ui/display/banner.tsx';
import { Card } from '#renderer/ui/display/card.tsx';
import { Dialog } from '#renderer/ui/overlays/dialog.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { EditDialog } from './edit-dialog.tsx';
import { Failure } from './failure.tsx';
import { RefusedHosts } from './refused-hosts.tsx';
import { ReviewDialog } from './review-dialog.tsx';
import { ServerDetails } from './server-details.tsx';
import { StateBadge } from './state-badge.tsx';

export type ServerCardProps = { readonly client: Pick<LimpetClient, 'mcp'>; readonly server: McpServer };

export function ServerCard({ client, server }: ServerCardProps) {
  const { t } = useText();
  const [isOpen, setIsOpen] = useState(false);
  const [dialog, setDialog] = useState<'review' | 'remove' | 'edit'>();
  const [page, setPage] = useState<string>();
  const serverId = server.id;
  const restart = useAct(() => client.mcp.restart({ serverId }));
  const toggle = useAct((enabled: boolean) => client.mcp.set({ serverId, enabled }));
  const remove = useAct(() => client.mcp.remove({ serverId }));
  const signIn = useAct(async () => setPage((await client.mcp.signIn({ serverId })).url));
  const signOut = useAct(() => client.mcp.signOut({ serverId }));
  const failed = restart.error ?? toggle.error ?? remove.error ?? signIn.error ?? signOut.error;
  const about = [server.title, server.version].filter((part) => part !== undefined).map(visibleLine);
  return (
    <Card
      title={server.id}
      detail={about.length === 0 ? undefined : about.join(' · ')}
      action={<StateBadge state={server.state} />}
    >
      <Switch
        label={t('mcp.enabled')}
        hint={t('mcp.tools', { count: server.tools })}
        checked={server.enabled}
        onChange={(on) => void toggle.run(on)}
      />
      {server.unreviewed > 0 && (
        <Banner
          shape="card"
          tone="ask"
          icon={<ShieldAlert aria-hidden="true" />}
          action={
            <Button size="sm" onClick={() => setDialog('review')}>
              {t('mcp.look')}
            </Button>
          }
        >
          {t('mcp.review', { count: server.unreviewed })}
        </Banner>
      )}
      {server.transport.type === 'stdio' && !server.sandboxed && (
        <Banner shape="card" tone="ask" icon={<ShieldAlert aria-hidden="true" />}>
          {t('mcp.unsandboxed')}
        </Banner>
      )}
      <RefusedHosts client={client} server={server} />
      {server.error !== undefined && <p className="text-stop-ink">{describeError(server.error, t)}</p>}
      <Failure error={failed} />
      {page !== undefined && (
        <a href={page} target="_blank" rel="noreferrer" className="text-tide-ink underline">
          {t('mcp.sign_in_page')}
        </a>
      )}
      <div className="flex flex-wrap gap-2">
        {server.state === 'sign_in' && (
          <Button variant="primary" busy={signIn.isRunning} onClick={() => void signIn.run(undefined)}>
            {t('mcp.sign_in')}
          </Button>
        )}
        {server.enabled && (
          <Button
            icon={<RotateCw aria-hidden="true" />}
            busy={restart.isRunning}
            onClick={() => void restart.run(undefined)}
          >
            {t('mcp.restart')}
          </Button>
        )}
        {server.signedIn && (
          <Button busy={signOut.isRunning} onClick={() => void signOut.run(undefined)}>
            {t('mcp.sign_out')}
          </Button>
        )}
        <Button aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          {t('mcp.details')}
        </Button>
        <Button icon={<Pencil aria-hidden="true" />} onClick={() => setDialog('edit')}>
          {t('mcp.edit')}
        </Button>
        <Button variant="plain" icon={<Trash2 aria-hidden="true" />} onClick={() => setDialog('remove')}>
          {t('mcp.remove')}
        </Button>
      </div>
      {isOpen && <ServerDetails client={client} server={server} />}
      {dialog === 'review' && <ReviewDialog client={client} serverId={serverId} onClose={() => setDialog(undefined)} />}
      {dialog === 'edit' && <EditDialog client={client} server={server} onClose={() => setDialog(undefined)} />}
      <Dialog
        open={dialog === 'remove'}
        onOpenChange={() => setDialog(undefined)}
        title={t('mcp.remove_title', { server: serverId })}
        description={t('mcp.remove_text')}
        footer={
          <Button variant="danger" busy={remove.isRunning} onClick={() => void remove.run(undefined)}>
            {t('mcp.remove')}
          </Button>
        }
      />
    </Card>
  );
}
