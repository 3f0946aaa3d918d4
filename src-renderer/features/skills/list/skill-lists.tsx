// The skills in groups: what waits for the person first, then what is ready, plugins, and what is not used.
import { FolderCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Skill, SkillsState } from '#main/contract/skills.ts';
import { saveBlob } from '#renderer/api/save-file.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { useToast } from '#renderer/ui/overlays/toast.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { Failure } from '../failure.tsx';
import type { SkillsScreenProps, SkillView } from '../skills-screen.tsx';
import { PluginCard } from './plugin-card.tsx';
import { SkillRow } from './skill-row.tsx';
import { StagedCard } from './staged-card.tsx';
import { TrashList } from './trash-list.tsx';

export type SkillListsProps = SkillsScreenProps & {
  readonly state: SkillsState;
  readonly onView: (view: SkillView) => void;
};

const waits = (skill: Skill) => skill.state === 'unreviewed' || skill.state === 'changed';

export function SkillLists(props: SkillListsProps) {
  const { state, client, onView } = props;
  const { t } = useText();
  const acts = useSkillActs(props);
  const waiting = state.skills.filter(waits);
  const ready = state.skills.filter((skill) => skill.state === 'ready');
  const others = state.skills.filter((skill) => !waits(skill) && skill.state !== 'ready');
  const list = (skills: readonly Skill[]) => (
    <ul className="flex flex-col divide-y divide-edge rounded-card border border-edge bg-raised">
      {skills.map((skill) => (
        <SkillRow key={skill.key} skill={skill} all={state.skills} acts={acts} onView={onView} onTry={props.onTry} />
      ))}
    </ul>
  );
  return (
    <>
      <Failure error={acts.error} />
      {(state.staged.length > 0 || waiting.length > 0) && (
        <Group title={t('skills.group_waiting')} text={t('skills.group_waiting_text')}>
          {state.staged.map((one) => (
            <StagedCard key={one.id} client={client} staged={one} onView={onView} />
          ))}
          {waiting.length > 0 && list(waiting)}
          <TrustFolders skills={waiting} onTrust={acts.acceptMany} />
        </Group>
      )}
      <Group title={t('skills.group_ready')}>{list(ready)}</Group>
      {state.plugins.length > 0 && (
        <Group title={t('skills.group_plugins')}>
          {state.plugins.map((plugin) => (
            <PluginCard key={plugin.id} client={client} plugin={plugin} onTry={props.onTry} />
          ))}
        </Group>
      )}
      {others.length > 0 && <Group title={t('skills.group_others')}>{list(others)}</Group>}
      {state.trash.length > 0 && <TrashList client={client} trash={state.trash} isOffline={props.isOffline} />}
    </>
  );
}

type GroupProps = { readonly title: string; readonly text?: string; readonly children: ReactNode };

function Group({ title, text, children }: GroupProps) {
  return (
    <section className="flex flex-col gap-2">
      <h2 className="font-semibold">{title}</h2>
      {text !== undefined && <p className="text-sm text-pretty text-ink-soft">{text}</p>}
      {children}
    </section>
  );
}

type TrustProps = {
  readonly skills: readonly Skill[];
  readonly onTrust: (skills: readonly Skill[]) => void;
};

/** All sound ones of one folder at once, as they are now; what they want is granted one by one in the review. */
function TrustFolders({ skills, onTrust }: TrustProps) {
  const { t } = useText();
  const folderOf = ({ place }: Skill) => place.slice(0, place.search(/[\\/][^\\/]*$/));
  const folders = new Map<string, Skill[]>();
  for (const skill of skills) folders.set(folderOf(skill), [...(folders.get(folderOf(skill)) ?? []), skill]);
  const several = [...folders].filter(([, some]) => some.length > 1);
  return several.map(([folder, some]) => (
    <div key={folder} className="flex flex-wrap items-center justify-between gap-2">
      <span className="min-w-0 font-mono text-sm wrap-anywhere text-ink-soft">{folder}</span>
      <Button size="sm" icon={<FolderCheck aria-hidden="true" />} onClick={() => onTrust(some)}>
        {t('skills.trust_folder', { count: some.length })}
      </Button>
    </div>
  ));
}

export type SkillActs = ReturnType<typeof useSkillActs>;

function useSkillActs({ client, onView }: SkillListsProps) {
  const { t } = useText();
  const showToast = useToast();
  const back = useAct(({ key, enabled }: { key: string; enabled: boolean }) =>
    client.skills.setEnabled({ key, enabled }),
  );
  const enable = useAct(async ({ skill: { key, name }, enabled }: { skill: Skill; enabled: boolean }) => {
    await client.skills.setEnabled({ key, enabled });
    const undo = { label: t('skills.undo'), run: () => void back.run({ key, enabled: !enabled }) };
    showToast({ text: t(enabled ? 'skills.turned_on' : 'skills.turned_off', { name }), action: undo });
  });
  const takeBack = useAct(async (some: readonly Skill[]) => {
    for (const { key } of some) await client.skills.takeBack({ key });
  });
  const many = useAct(async (some: readonly Skill[]) => {
    await client.skills.acceptMany({ skills: some.map(({ key, hash }) => ({ key, hash })) });
    const undo = { label: t('skills.undo'), run: () => void takeBack.run(some) };
    showToast({ text: t('skills.accepted_many', { count: some.length }), action: undo });
  });
  const restore = useAct((trashId: string) => client.skills.restore({ trashId }));
  const remove = useAct(async (skill: Skill) => {
    const { trashId } = await client.skills.remove({ key: skill.key });
    const undo = { label: t('skills.undo'), run: () => void restore.run(trashId) };
    showToast({ text: t('skills.removed', { name: skill.name }), action: undo });
  });
  const save = useAct(async ({ key }: Skill) => saveBlob(await client.skills.export({ key })));
  const update = useAct(async (skill: Skill) => {
    const { stagedId } = await client.skills.update({ key: skill.key });
    onView({ type: 'review', at: { stagedId, name: skill.name } });
  });
  return {
    setEnabled: (skill: Skill, enabled: boolean) => void enable.run({ skill, enabled }),
    acceptMany: (some: readonly Skill[]) => void many.run(some),
    remove: (skill: Skill) => void remove.run(skill),
    update: (skill: Skill) => void update.run(skill),
    save: (skill: Skill) => void save.run(skill),
    isUpdating: update.isRunning,
    error:
      enable.error ??
      back.error ??
      takeBack.error ??
      many.error ??
      remove.error ??
      restore.error ??
      update.error ??
      save.error,
  };
}
