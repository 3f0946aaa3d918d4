// A plugin that was accepted: its skills, and the steps of its set-up, none of which runs before the person presses it.
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { McpServerId } from '#main/contract/mcp.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import type { PluginStep, SkillPlugin } from '#main/contract/skills.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { IconButton } from '#renderer/ui/controls/icon-button.tsx';
import { Card } from '#renderer/ui/display/card.tsx';
import { useToast } from '#renderer/ui/overlays/toast.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { Failure } from '../failure.tsx';
import { RemovePlugin, serversOf } from './remove-plugin.tsx';
import { StepBody } from './step-body.tsx';

export type PluginCardProps = {
  readonly client: LimpetClient;
  readonly plugin: SkillPlugin;
  readonly onTry: (text: string) => void;
};

export function PluginCard({ client, plugin, onTry }: PluginCardProps) {
  const { t } = useText();
  const showToast = useToast();
  const restore = useAct((trashId: string) => client.skills.restore({ trashId }));
  const [staying, setStaying] = useState<readonly McpServerId[]>([]);
  const removeIt = async () => {
    const { trashId } = await client.skills.removePlugin({ id: plugin.id });
    const undo = { label: t('skills.undo'), run: () => void restore.run(trashId) };
    showToast({ text: t('skills.plugin_gone', { name: visibleLine(plugin.title) }), action: undo });
  };
  const remove = useAct(async () => {
    const servers = await serversOf(plugin, client);
    if (servers.length === 0) await removeIt();
    else setStaying(servers);
  });
  const run = useAct((one: PluginStep) => client.skills.runPluginStep({ id: plugin.id, step: one.id }));
  const step = useAct((one: PluginStep) =>
    client.skills.setPluginStep({ id: plugin.id, step: one.id, done: !one.done }),
  );
  const open = plugin.steps.filter(({ done }) => !done).length;
  return (
    <Card
      title={`${visibleLine(plugin.title)} ${visibleLine(plugin.version)}`}
      detail={t('skills.plugin_skills', { names: plugin.skills.join(', ') })}
      action={
        <IconButton
          label={t('skills.plugin_remove', { name: plugin.title })}
          icon={<Trash2 aria-hidden="true" />}
          onClick={() => void remove.run(undefined)}
        />
      }
    >
      {plugin.steps.length > 0 && (
        <>
          <h3 className="text-sm font-medium">
            {t(open === 0 ? 'skills.setup_done' : 'skills.setup_open', { count: open })}
          </h3>
          <ol className="flex flex-col gap-3">
            {plugin.steps.map((one) => (
              <li key={one.id} className="flex flex-col gap-2">
                <span className="text-sm text-pretty text-ink-soft">
                  {t(`skills.step_${one.kind}`, { name: visibleLine(one.name ?? one.text) })}
                </span>
                <StepBody step={one} />
                <div className="flex flex-wrap gap-2">
                  {(one.kind === 'pip' || one.kind === 'cli' || one.kind === 'server') && !one.done && (
                    <Button size="sm" busy={run.isRunning} onClick={() => void run.run(one)}>
                      {t(`skills.step_run_${one.kind}`)}
                    </Button>
                  )}
                  {one.kind === 'skill' && !one.done && (
                    <Button size="sm" onClick={() => onTry(t('skills.try_text', { name: one.text }))}>
                      {t('skills.step_start')}
                    </Button>
                  )}
                  <Button size="sm" variant="plain" aria-pressed={one.done} onClick={() => void step.run(one)}>
                    {t(one.done ? 'skills.step_is_done' : 'skills.step_mark')}
                  </Button>
                </div>
              </li>
            ))}
          </ol>
        </>
      )}
      <RemovePlugin {...{ client, plugin }} servers={staying} onRemove={removeIt} onClose={() => setStaying([])} />
      <Failure error={remove.error ?? restore.error ?? step.error ?? run.error} />
    </Card>
  );
}
