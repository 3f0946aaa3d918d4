// Before a plugin goes: what of it would stay behind, and whether that goes along.
import { useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { McpServerId } from '#main/contract/mcp.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import type { SkillPlugin } from '#main/contract/skills.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Dialog } from '#renderer/ui/overlays/dialog.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { Failure } from '../failure.tsx';

/** Servers that stand on the page Servers under a name that the plugin brought and the person was handed. */
export async function serversOf(
  plugin: SkillPlugin,
  client: Pick<LimpetClient, 'mcp'>,
): Promise<readonly McpServerId[]> {
  const brought = new Set(plugin.steps.flatMap(({ kind, name, done }) => (kind === 'server' && done ? [name] : [])));
  if (brought.size === 0) return [];
  for await (const { data } of client.mcp.watch({}))
    return data.servers.map(({ id }) => id).filter((id) => brought.has(id));
  return [];
}

export type RemovePluginProps = {
  readonly client: LimpetClient;
  readonly plugin: SkillPlugin;
  /** Empty while nothing is asked. */
  readonly servers: readonly McpServerId[];
  readonly onRemove: () => Promise<unknown>;
  readonly onClose: () => void;
};

export function RemovePlugin({ client, plugin, servers, onRemove, onClose }: RemovePluginProps) {
  const { t } = useText();
  const [along, setAlong] = useState<ReadonlySet<McpServerId>>(new Set());
  const remove = useAct(async () => {
    for (const serverId of servers.filter((id) => along.has(id))) await client.mcp.remove({ serverId });
    await onRemove();
    onClose();
  });
  const choose = (id: McpServerId, isChosen: boolean) =>
    setAlong(new Set(isChosen ? [...along, id] : [...along].filter((other) => other !== id)));
  return (
    <Dialog
      open={servers.length > 0}
      onOpenChange={(open) => !open && onClose()}
      title={t('skills.plugin_remove', { name: visibleLine(plugin.title) })}
      description={t('skills.plugin_stays', { count: servers.length })}
      footer={
        <>
          <Button variant="plain" onClick={onClose}>
            {t('app.cancel')}
          </Button>
          <Button variant="danger" busy={remove.isRunning} onClick={() => void remove.run(undefined)}>
            {t('skills.remove')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-2">
        {servers.map((id) => (
          <label key={id} className="flex min-h-8 items-start gap-2 rounded-control border border-edge px-3 py-1.5">
            <input
              type="checkbox"
              className="mt-0.5 size-4 shrink-0 accent-tide"
              checked={along.has(id)}
              onChange={(event) => choose(id, event.target.checked)}
            />
            <span className="min-w-0 wrap-anywhere">{t('skills.plugin_server_along', { name: id })}</span>
          </label>
        ))}
        <Failure error={remove.error} />
      </div>
    </Dialog>
  );
}
