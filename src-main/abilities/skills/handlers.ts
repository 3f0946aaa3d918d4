// The contract's domain `skills`, over the room.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '#main/contract/errors.ts';
import type { Ctx, Handlers } from '#main/contract/kernel.ts';
import type { skills as domain, Skill, StagedSkills } from '#main/contract/skills.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { CreatedSkills } from './create-skills.ts';
import type { Staged } from './install/staging.ts';
import { readPlugin } from './plugins/read-plugin.ts';
import { checkDraft } from './write/drafts.ts';

export type SkillsHandlersDeps = {
  readonly skills: CreatedSkills;
  /** The app publishes `skills` whenever `onChange` calls. */
  readonly bus: Pick<Bus, 'subscribe' | 'cursor'>;
};

export function skillsHandlers({ skills, bus }: SkillsHandlersDeps): Handlers<typeof domain, Ctx> {
  const { book, installer, staging } = skills;
  const list = async (workspace: string | undefined) => {
    const [all, waiting, plugins] = await Promise.all([
      skills.list({ workspace }),
      staging.list(),
      skills.plugins.list(),
    ]);
    const withKeys = async (skill: Skill): Promise<Skill> =>
      (skill.granted?.secrets.length ?? 0) === 0 ? skill : { ...skill, keys: await skills.keys.states(skill) };
    const staged = await Promise.all(waiting.map((one) => describeStaged(one, skills, all)));
    return { skills: await Promise.all(all.map(withKeys)), staged, plugins: [...plugins] };
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
    accept: async ({ at, hash, granted }) => ({ key: await installer.accept({ at, hash, granted }) }),
    async acceptMany({ skills: some }) {
      await installer.acceptMany(some);
      return {};
    },
    acceptPlugin: async ({ stagedId, skills: some }) => ({ id: await skills.plugins.accept(stagedId, some) }),
    async setPluginStep({ id, step, done }) {
      await skills.plugins.setStep(id, step, done);
      return {};
    },
    async removePlugin({ id }) {
      await skills.plugins.remove(id);
      return {};
    },
    async draftOf(at) {
      const root = 'key' in at ? (await book.find(at.key)).found.root : staging.rootOf(at.stagedId, at.name);
      return skills.drafts.open(at, (path) => readFile(join(root, ...path.split('/'))));
    },
    checkDraft: ({ draft }) => checkDraft(draft),
    saveDraft: async ({ draft, replaces }) => ({ key: await skills.drafts.save(draft, replaces) }),
    async runScript({ key, script, input, workspace }, { signal }) {
      const skill = await skills.open(key, { workspace });
      return skills.run({ skill, call: { skill: key, script, input }, workspace, signal });
    },
    async setKey({ key, value, ...place }) {
      await skills.keys.set((await book.find(key)).skill, place, value);
      book.refresh();
      return {};
    },
    remove: async ({ key }) => ({ trashId: await installer.remove(key) }),
    restore: async ({ trashId }) => ({ key: await installer.restore(trashId) }),
    catalogue: async ({ address }, { signal }) => ({ skills: await skills.catalogue(address, signal) }),
  };
}

async function describeStaged(one: Staged, skills: CreatedSkills, all: readonly Skill[]): Promise<StagedSkills> {
  const described = one.names.map(async (name) => {
    const read = await skills.readStaged(one.id, name);
    const { parsed } = read;
    const replaces = all.find((skill) => skill.key === `person:${name}`)?.key;
    return {
      name,
      description: parsed.type === 'ok' ? parsed.head.description : (parsed.description ?? ''),
      ...(parsed.type === 'ok' ? {} : { problem: parsed.problem }),
      ...(replaces === undefined ? {} : { replaces }),
    };
  });
  const plugin = one.plugin === undefined ? {} : { plugin: readPlugin(one.plugin, one.names) };
  return { ...plugin, id: one.id, origin: one.origin, at: one.at, skills: await Promise.all(described) };
}
