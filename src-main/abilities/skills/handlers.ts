// The contract's domain `skills`, over the room.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '#main/contract/errors.ts';
import type { Ctx, Handlers } from '#main/contract/kernel.ts';
import type { skills as domain, Skill, StagedSkills } from '#main/contract/skills.ts';
import type { Activity } from '#main/guard/activity/port.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { CreatedSkills } from './create-skills.ts';
import type { Accepted } from './install/installer.ts';
import type { Staged } from './install/staging.ts';
import { createNotes, reachWords } from './notes.ts';
import { readPlugin } from './plugins/read-plugin.ts';
import { checkDraft } from './write/drafts.ts';

export type SkillsHandlersDeps = {
  readonly skills: CreatedSkills;
  /** The app publishes `skills` whenever `onChange` calls. */
  readonly bus: Pick<Bus, 'subscribe' | 'cursor'>;
  readonly activity: Pick<Activity, 'note'>;
};

export function skillsHandlers({ skills, bus, activity }: SkillsHandlersDeps): Handlers<typeof domain, Ctx> {
  const { book, installer, staging } = skills;
  const note = createNotes(activity);
  const noteAccepted = async ({ key, replaced }: Accepted) => {
    const { skill, entry } = await book.find(key);
    const params = { name: skill.name, hash: (entry?.hash ?? '').slice(0, 16), reach: reachWords(entry?.granted) };
    await note(replaced === undefined ? 'skill_accepted' : 'skill_updated', params);
  };
  const list = async (workspace: string | undefined) => {
    const [all, waiting, plugins, trash] = await Promise.all([
      skills.list({ workspace }),
      staging.list(),
      skills.plugins.list(),
      skills.trash.list(),
    ]);
    const withKeys = async (skill: Skill): Promise<Skill> =>
      (skill.granted?.secrets.length ?? 0) === 0 ? skill : { ...skill, keys: await skills.keys.states(skill) };
    const described = await Promise.all(waiting.map((one) => describeStaged(one, skills, all)));
    const staged = described.filter((one) => one.skills.length > 0 || one.plugin !== undefined);
    return { skills: await Promise.all(all.map(withKeys)), staged, plugins: [...plugins], trash };
  };
  return {
    list: ({ workspace }) => list(workspace),
    async *watch({ workspace }, { signal }) {
      const after = bus.cursor('skills', '');
      yield { cursor: after, data: await list(workspace) };
      // Every item is a whole state, so a lost event is made good by the next one.
      for await (const { cursor } of bus.subscribe('skills', '', { after, signal }))
        yield { cursor, data: await list(workspace) };
    },
    async setEnabled({ key, enabled }) {
      const { skill, entry } = await book.find(key);
      if (entry === undefined && skill.source !== 'built-in')
        throw new AppError('conflict', 'This skill was never reviewed. Review it first.', {
          details: { reason: 'skill_unreviewed' },
        });
      const next = entry ?? { hash: '', acceptedAt: 0, files: {} };
      await book.change((before) => ({ ...before, skills: { ...before.skills, [key]: { ...next, enabled } } }));
      await note(enabled ? 'skill_on' : 'skill_off', { name: skill.name });
      return {};
    },
    review: (at) => installer.review(at),
    async stage({ from }, { signal }) {
      const { id } = await staging.stage(from, signal);
      book.refresh();
      return { stagedId: id };
    },
    async update({ key }, { signal }) {
      const stagedId = await installer.update(key, signal);
      book.refresh();
      return { stagedId };
    },
    async discard({ stagedId }) {
      await staging.drop((await staging.find(stagedId)).id);
      book.refresh();
      return {};
    },
    async accept({ at, hash, granted }) {
      const accepted = await installer.accept({ at, hash, granted });
      await noteAccepted(accepted);
      return accepted;
    },
    async takeBack(o) {
      const { skill } = await book.find(o.key);
      await installer.takeBack(o);
      await note('skill_taken_back', { name: skill.name });
      return {};
    },
    async acceptMany({ skills: some }) {
      await installer.acceptMany(some);
      for (const { key } of some) await noteAccepted({ key });
      return {};
    },
    async acceptPlugin({ stagedId, skills: some }) {
      const id = await skills.plugins.accept(stagedId, some);
      await note('plugin_accepted', { name: id, skills: some.map(({ name }) => name).join(', ') });
      return { id };
    },
    async setPluginStep({ id, step, done }) {
      await skills.plugins.setStep(id, step, done);
      return {};
    },
    async runPluginStep({ id, step }, { signal }) {
      const { kind, said } = await skills.plugins.runStep(id, step, signal);
      await note('plugin_step', { name: id, step: `${kind} ${said}`.slice(0, 200) });
      return { said };
    },
    async removePlugin({ id }) {
      const trashId = await skills.plugins.remove(id);
      await note('plugin_removed', { name: id });
      return { trashId };
    },
    async draftOf(at) {
      const root = 'key' in at ? (await book.find(at.key)).found.root : staging.rootOf(at.stagedId, at.name);
      return skills.drafts.open(at, (path) => readFile(join(root, ...path.split('/'))));
    },
    checkDraft: ({ draft }) => checkDraft(draft),
    async saveDraft({ draft, replaces }) {
      const accepted = await skills.drafts.save(draft, replaces);
      await noteAccepted(accepted);
      return accepted;
    },
    async runScript({ key, script, input, workspace }, { signal }) {
      const skill = await skills.open(key, { workspace });
      return skills.run({ skill, call: { skill: key, script, input }, workspace, signal });
    },
    async setKey({ key, value, ...place }) {
      const { skill } = await book.find(key);
      await skills.keys.set(skill, place, value);
      book.refresh();
      const params = { name: skill.name, secret: place.name, host: place.host };
      await note(value === null ? 'skill_key_forgotten' : 'skill_key_set', params);
      return {};
    },
    export: ({ key }, { signal }) => skills.pack(key, signal),
    async remove({ key }) {
      const { skill } = await book.find(key);
      const trashId = await installer.remove(key);
      await note('skill_removed', { name: skill.name });
      return { trashId };
    },
    async restore({ trashId }) {
      const one = await skills.trash.find(trashId);
      if (one.type === 'plugin') {
        await skills.plugins.restore(trashId);
        await note('plugin_restored', { name: one.title });
        return {};
      }
      const key = await installer.restore(trashId);
      await note('skill_restored', { name: one.name });
      return { key };
    },
    async purge({ trashId }) {
      const one = await skills.trash.find(trashId);
      await skills.purge(trashId);
      await note('skill_purged', { name: one.type === 'plugin' ? one.title : one.name });
      return {};
    },
    catalogue: async ({ address }, { signal }) => ({ skills: await skills.catalogue(address, signal) }),
  };
}

async function describeStaged(one: Staged, skills: CreatedSkills, all: readonly Skill[]): Promise<StagedSkills> {
  const described = one.names.map(async (name) => {
    const read = await skills.readStaged(one.id, name).catch(() => undefined);
    // Being accepted or thrown away at this very moment.
    if (read === undefined) return undefined;
    const { parsed } = read;
    const replaces = all.find((skill) => skill.key === `person:${name}`)?.key;
    return {
      name,
      description: parsed.type === 'ok' ? parsed.head.description : (parsed.description ?? ''),
      ...(parsed.type === 'ok' ? {} : { problem: parsed.problem }),
      ...(replaces === undefined ? {} : { replaces }),
    };
  });
  const found = await Promise.all(described);
  const plugin = one.plugin === undefined ? {} : { plugin: readPlugin(one.plugin, one.names) };
  return {
    ...plugin,
    id: one.id,
    origin: one.origin,
    at: one.at,
    skills: found.filter((skill) => skill !== undefined),
  };
}
