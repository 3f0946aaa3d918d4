// One skill: what it is for, where it comes from, what it may reach, and what can be done with it.
import { Download, Ellipsis, Eye, FileCode, Globe, KeyRound, PenLine, Play, RefreshCw, Trash2 } from 'lucide-react';
import { visibleLine } from '#main/contract/shown-text.ts';
import type { Skill } from '#main/contract/skills.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { IconButton } from '#renderer/ui/controls/icon-button.tsx';
import { Badge } from '#renderer/ui/display/badge.tsx';
import type { Tone } from '#renderer/ui/display/tone.ts';
import { Menu, MenuItem } from '#renderer/ui/overlays/menu.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import type { SkillView } from '../skills-screen.tsx';
import type { SkillActs } from './skill-lists.tsx';

export type SkillRowProps = {
  readonly skill: Skill;
  readonly all: readonly Skill[];
  readonly acts: SkillActs;
  readonly onView: (view: SkillView) => void;
  readonly onTry: (text: string) => void;
};

const tones: Readonly<Record<Skill['state'], Tone>> = {
  ...{ ready: 'done', off: 'plain', unreviewed: 'ask', changed: 'ask', shadowed: 'plain', broken: 'stop' },
};

export function SkillRow({ skill, all, acts, onView, onTry }: SkillRowProps) {
  const { t } = useText();
  const { state } = skill;
  const waits = state === 'unreviewed' || state === 'changed';
  const before = all.find((other) => other.key === skill.shadowedBy);
  return (
    <li className="flex flex-col gap-2 p-3 bar:flex-row bar:items-start">
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <div className="flex flex-wrap items-center gap-2">
          <span className="font-medium wrap-anywhere">{visibleLine(skill.name)}</span>
          {state !== 'ready' && <Badge tone={tones[state]}>{t(`skills.state_${state}`)}</Badge>}
        </div>
        <p dir="auto" className="text-sm text-pretty wrap-anywhere text-ink-soft">
          {visibleLine(skill.description)}
        </p>
        {skill.problem !== undefined && (
          <p className="text-sm text-pretty wrap-anywhere text-stop-ink">
            {t(skill.problem.key, skill.problem.params)}
          </p>
        )}
        {before !== undefined && (
          <p className="text-sm text-ink-soft">
            {t('skills.shadowed_by', { source: t(`skills.source_${before.source.replace('-', '_')}`) })}
          </p>
        )}
        <Reach skill={skill} />
      </div>
      <div className="flex shrink-0 items-center gap-1">
        {waits && (
          <Button size="sm" onClick={() => onView({ type: 'review', at: { key: skill.key } })}>
            {t('skills.do_review')}
          </Button>
        )}
        {skill.keys?.some(({ isSet }) => !isSet) === true && (
          <Button
            size="sm"
            icon={<KeyRound aria-hidden="true" />}
            onClick={() => onView({ type: 'review', at: { key: skill.key } })}
          >
            {t('skills.keys_enter')}
          </Button>
        )}
        {state === 'ready' && (
          <Button
            size="sm"
            icon={<Play className="rtl:-scale-x-100" aria-hidden="true" />}
            onClick={() => onTry(t('skills.try_text', { name: skill.name }))}
          >
            {t('skills.try')}
          </Button>
        )}
        {state === 'off' && (
          <Button size="sm" onClick={() => acts.setEnabled(skill, true)}>
            {t('skills.turn_on')}
          </Button>
        )}
        <More skill={skill} acts={acts} onView={onView} />
      </div>
    </li>
  );
}

/** Source and reach in a few quiet words. */
function Reach({ skill }: { readonly skill: Skill }) {
  const { t } = useText();
  const may = skill.granted ?? skill.wants;
  const { scripts } = skill;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-ink-soft [&_.lucide]:size-3.5">
      <span title={skill.place}>{t(`skills.source_${skill.source.replace('-', '_')}`)}</span>
      {skill.plugin !== undefined && <span>{t('skills.of_plugin', { name: skill.plugin })}</span>}
      {scripts.length > 0 && (
        <span className="inline-flex items-center gap-1">
          <FileCode aria-hidden="true" /> {t('skills.scripts', { count: scripts.length })}
        </span>
      )}
      {may.hosts.length > 0 && (
        <span className="inline-flex items-center gap-1 wrap-anywhere">
          <Globe aria-hidden="true" /> {may.hosts.join(', ')}
        </span>
      )}
      {may.secrets.length > 0 && (
        <span className="inline-flex items-center gap-1">
          <KeyRound aria-hidden="true" /> {may.secrets.map(({ name }) => name).join(', ')}
        </span>
      )}
    </div>
  );
}

function More({ skill, acts, onView }: Pick<SkillRowProps, 'skill' | 'acts' | 'onView'>) {
  const { t } = useText();
  const at = { key: skill.key };
  const mayUpdate = skill.origin !== undefined && ['folder', 'git', 'catalogue'].includes(skill.origin.type);
  const isOwn = skill.source === 'person';
  return (
    <Menu
      trigger={<IconButton label={t('skills.more', { name: skill.name })} icon={<Ellipsis aria-hidden="true" />} />}
    >
      <MenuItem icon={<Eye aria-hidden="true" />} onSelect={() => onView({ type: 'review', at })}>
        {t('skills.look')}
      </MenuItem>
      {isOwn && skill.kind === 'skill' && skill.state !== 'broken' && (
        <MenuItem icon={<PenLine aria-hidden="true" />} onSelect={() => onView({ type: 'edit', at })}>
          {t('skills.edit')}
        </MenuItem>
      )}
      {mayUpdate && (
        <MenuItem
          icon={<RefreshCw aria-hidden="true" />}
          disabled={acts.isUpdating}
          onSelect={() => acts.update(skill)}
        >
          {t('skills.update')}
        </MenuItem>
      )}
      {skill.state !== 'broken' && (
        <MenuItem icon={<Download aria-hidden="true" />} onSelect={() => acts.save(skill)}>
          {t('skills.save_zip')}
        </MenuItem>
      )}
      {(skill.state === 'ready' || skill.state === 'shadowed') && (
        <MenuItem onSelect={() => acts.setEnabled(skill, false)}>{t('skills.turn_off')}</MenuItem>
      )}
      {isOwn && (
        <MenuItem danger icon={<Trash2 aria-hidden="true" />} onSelect={() => acts.remove(skill)}>
          {t('skills.remove')}
        </MenuItem>
      )}
    </Menu>
  );
}
