// What was fetched or proposed and waits: each skill of it to be reviewed, a plugin as a whole, or nothing of it kept.
import { Trash2 } from 'lucide-react';
import type { LimpetClient } from '#main/contract/contract.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import type { StagedSkills } from '#main/contract/skills.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { IconButton } from '#renderer/ui/controls/icon-button.tsx';
import { Badge } from '#renderer/ui/display/badge.tsx';
import { Card } from '#renderer/ui/display/card.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { Failure } from '../failure.tsx';
import { originWords } from '../origin-words.ts';
import type { SkillView } from '../skills-screen.tsx';
import { StepBody } from './step-body.tsx';

export type StagedCardProps = {
  readonly client: LimpetClient;
  readonly staged: StagedSkills;
  readonly onView: (view: SkillView) => void;
};

export function StagedCard({ client, staged, onView }: StagedCardProps) {
  const { t } = useText();
  const discard = useAct(() => client.skills.discard({ stagedId: staged.id }));
  const { plugin } = staged;
  const title =
    plugin === undefined
      ? staged.skills.map(({ name }) => visibleLine(name)).join(', ')
      : `${visibleLine(plugin.title)} ${visibleLine(plugin.version)}`;
  return (
    <Card
      title={title}
      detail={<span className="wrap-anywhere">{originWords(staged.origin, t)}</span>}
      action={
        <IconButton
          label={t('skills.discard')}
          icon={<Trash2 aria-hidden="true" />}
          onClick={() => void discard.run(undefined)}
        />
      }
    >
      {plugin !== undefined && (
        <p className="text-sm text-pretty wrap-anywhere text-ink-soft">{visibleLine(plugin.description)}</p>
      )}
      {plugin?.problem !== undefined && (
        <p className="text-sm text-stop-ink">{t(plugin.problem.key, plugin.problem.params)}</p>
      )}
      <ul className="flex flex-col gap-2">
        {staged.skills.map((skill) => (
          <li key={skill.name} className="flex flex-wrap items-center justify-between gap-2">
            <span className="flex min-w-0 flex-1 flex-col">
              <span className="flex flex-wrap items-center gap-2 font-medium">
                {visibleLine(skill.name)}
                {skill.replaces !== undefined && <Badge tone="ask">{t('skills.is_update')}</Badge>}
              </span>
              <span className="text-sm text-pretty wrap-anywhere text-ink-soft">
                {skill.problem === undefined
                  ? visibleLine(skill.description)
                  : t(skill.problem.key, skill.problem.params)}
              </span>
            </span>
            <Button size="sm" onClick={() => onView({ type: 'review', at: { stagedId: staged.id, name: skill.name } })}>
              {t('skills.do_review')}
            </Button>
          </li>
        ))}
      </ul>
      {plugin !== undefined && plugin.steps.length > 0 && (
        <div className="flex flex-col gap-3 border-t border-edge pt-3">
          <p className="text-sm text-pretty text-ink-soft">{t('skills.step_preview')}</p>
          <ol className="flex flex-col gap-3">
            {plugin.steps.map((step) => (
              <li key={step.id} className="flex flex-col gap-2">
                <span className="text-sm text-pretty text-ink-soft">
                  {t(`skills.step_${step.kind}`, { name: visibleLine(step.name ?? step.text) })}
                </span>
                <StepBody step={step} />
              </li>
            ))}
          </ol>
        </div>
      )}
      {plugin !== undefined && plugin.problem === undefined && <AcceptPlugin client={client} staged={staged} />}
      <Failure error={discard.error} />
    </Card>
  );
}

/** All at once, at the very files that lie there; wishes beyond reading text are granted later, skill by skill. */
function AcceptPlugin({ client, staged }: Pick<StagedCardProps, 'client' | 'staged'>) {
  const { t } = useText();
  const accept = useAct(async () => {
    const skills = await Promise.all(
      staged.skills.map(async ({ name }) => {
        const { hash } = await client.skills.review({ stagedId: staged.id, name });
        return { name, hash };
      }),
    );
    await client.skills.acceptPlugin({ stagedId: staged.id, skills });
  });
  return (
    <div className="flex flex-col gap-2 border-t border-edge pt-3">
      <p className="text-sm text-pretty text-ink-soft">{t('skills.plugin_text')}</p>
      <div>
        <Button busy={accept.isRunning} onClick={() => void accept.run(undefined)}>
          {t('skills.plugin_accept')}
        </Button>
      </div>
      <Failure error={accept.error} />
    </div>
  );
}
