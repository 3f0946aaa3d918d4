// A plugin that was accepted: its skills, and the steps of its set-up, which only the person carries out.
import { Trash2 } from 'lucide-react';
import type { LimpetClient } from '#main/contract/contract.ts';
import { visibleLine, visibleLines } from '#main/contract/shown-text.ts';
import type { PluginStep, SkillPlugin } from '#main/contract/skills.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { IconButton } from '#renderer/ui/controls/icon-button.tsx';
import { Card } from '#renderer/ui/display/card.tsx';
import { CodeBlock } from '#renderer/ui/display/code-block.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { Failure } from '../failure.tsx';

export type PluginCardProps = {
  readonly client: LimpetClient;
  readonly plugin: SkillPlugin;
  readonly onTry: (text: string) => void;
};

export function PluginCard({ client, plugin, onTry }: PluginCardProps) {
  const { t } = useText();
  const remove = useAct(() => client.skills.removePlugin({ id: plugin.id }));
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
      <Failure error={remove.error ?? step.error} />
    </Card>
  );
}

function StepBody({ step }: { readonly step: PluginStep }) {
  const words = visibleLines(step.text).join('\n');
  switch (step.kind) {
    case 'message':
      return <p className="text-pretty wrap-anywhere whitespace-pre-wrap">{words}</p>;
    case 'pip':
      return <CodeBlock code={`python3 -m pip install --user ${words}`} wrap />;
    case 'server':
      return <CodeBlock code={words} maxHeight={240} />;
    case 'cli':
    case 'skill':
      return null;
  }
}
