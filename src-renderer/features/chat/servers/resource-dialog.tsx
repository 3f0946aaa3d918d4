// Resources of servers to attach: a server, one of its resources, what a template wants, its text.
import { useEffect, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { McpResource, McpServerId } from '#main/contract/mcp.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Select } from '#renderer/ui/controls/select.tsx';
import { TextField } from '#renderer/ui/controls/text-field.tsx';
import { Busy } from '#renderer/ui/display/busy.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { fileNameOf, fillTemplate, templateNames } from './material.ts';
import { MaterialDialog } from './material-dialog.tsx';
import type { AttachText } from './prompt-dialog.tsx';

export type ResourceDialogProps = {
  readonly client: Pick<LimpetClient, 'mcp'>;
  readonly servers: readonly McpServerId[];
  readonly onAttach: AttachText;
  readonly onClose: () => void;
};

const shownAtMost = 200;

export function ResourceDialog({ client, servers, onAttach, onClose }: ResourceDialogProps) {
  const { t } = useText();
  const [serverId, setServerId] = useState(servers[0]);
  const [resources, setResources] = useState<readonly McpResource[]>();
  const [filter, setFilter] = useState('');
  const [uri, setUri] = useState('');
  const load = useAct(async (id: McpServerId) => {
    setResources(undefined);
    setResources((await client.mcp.resources({ serverId: id })).resources);
  });
  const { run } = load;
  useEffect(() => {
    if (serverId !== undefined) void run(serverId);
  }, [run, serverId]);
  const wanted = filter.trim().toLowerCase();
  const listed = (resources ?? []).filter((one) => `${one.name} ${one.uri}`.toLowerCase().includes(wanted));
  const chosen = listed.find((one) => one.uri === uri) ?? listed[0];
  const names = chosen?.isTemplate === true ? templateNames(chosen.uri) : [];
  if (serverId === undefined) return null;
  return (
    <MaterialDialog
      key={serverId}
      title={t('mcp.resource_title')}
      description={t('mcp.resource_text')}
      server={serverId}
      name={visibleLine(chosen?.uri ?? '')}
      wants={names.map((name) => ({ name, required: true }))}
      read={
        chosen &&
        (async (values) => {
          const whole = chosen.isTemplate ? fillTemplate(chosen.uri, values) : chosen.uri;
          return (await client.mcp.readResource({ serverId, uri: whole })).text;
        })
      }
      complete={async (argument, others, signal) =>
        (
          await client.mcp.complete(
            { serverId, of: { type: 'resource', name: chosen?.uri ?? '' }, argument, others },
            { signal },
          )
        ).values
      }
      onAttach={(text) => onAttach({ name: fileNameOf(serverId, chosen?.name ?? ''), text }, '')}
      onClose={onClose}
    >
      <Select
        label={t('mcp.resource_server')}
        value={serverId}
        options={servers.map((id) => ({ value: id, label: id }))}
        onChange={(next) => setServerId(servers.find((id) => id === next))}
      />
      {resources === undefined && load.error === undefined && <Busy text={t('mcp.resource_loading')} />}
      {load.error !== undefined && (
        <p role="alert" className="text-pretty wrap-anywhere text-stop-ink">
          {describeError(load.error, t)}
        </p>
      )}
      {resources !== undefined && (
        <>
          {resources.length > 8 && <TextField label={t('mcp.resource_filter')} value={filter} onChange={setFilter} />}
          {chosen === undefined ? (
            <p className="text-ink-soft">{t('mcp.resource_none')}</p>
          ) : (
            <Select
              label={t('mcp.resource')}
              hint={visibleLine(chosen.description ?? chosen.uri)}
              value={chosen.uri}
              options={listed
                .slice(0, shownAtMost)
                .map((one) => ({ value: one.uri, label: `${visibleLine(one.name)} · ${visibleLine(one.uri)}` }))}
              onChange={setUri}
            />
          )}
        </>
      )}
    </MaterialDialog>
  );
}
