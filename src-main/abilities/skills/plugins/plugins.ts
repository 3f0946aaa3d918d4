// Plugins that were accepted: which skills came with them and which steps of their set-up are done.
import { AppError } from '#main/contract/errors.ts';
import type { SkillCapabilities, SkillPlugin } from '#main/contract/skills.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Installer } from '../install/installer.ts';
import type { Staging } from '../install/staging.ts';
import type { LockFile } from '../lock/lock-file.ts';
import type { SkillBook } from '../skill-book.ts';
import { readPlugin } from './read-plugin.ts';

export type PluginsDeps = {
  readonly book: SkillBook;
  readonly lock: LockFile;
  readonly staging: Staging;
  readonly installer: Installer;
  readonly clock: Clock;
};

export type AcceptedSkill = {
  readonly name: string;
  readonly hash: string;
  readonly granted?: SkillCapabilities | undefined;
};

export interface Plugins {
  list(): Promise<readonly SkillPlugin[]>;
  accept(stagedId: string, skills: readonly AcceptedSkill[]): Promise<string>;
  setStep(id: string, step: string, done: boolean): Promise<void>;
  remove(id: string): Promise<void>;
}

const bad = (said: string) =>
  new AppError('invalid_input', `This plugin cannot be accepted: ${said}`, {
    details: { reason: 'plugin_bad', facts: { said } },
  });
const gone = () =>
  new AppError('not_found', 'This plugin is not there any more.', { details: { reason: 'skill_gone' } });

export function createPlugins({ book, lock, staging, installer, clock }: PluginsDeps): Plugins {
  const known = async (id: string) => {
    const found = (await lock.read()).plugins[id];
    if (found === undefined) throw gone();
    return found;
  };
  return {
    async list() {
      return Object.values((await lock.read()).plugins).map((one) => {
        const plugin = readPlugin(one.manifest, one.skills);
        const isDone = (id: string) => one.steps.some((step) => step.id === id && step.done);
        return { ...plugin, steps: plugin.steps.map((step) => ({ ...step, done: isDone(step.id) })) };
      });
    },
    async accept(stagedId, skills) {
      const staged = await staging.find(stagedId);
      if (staged.plugin === undefined) throw bad('PLUGIN.json');
      const plugin = readPlugin(staged.plugin, staged.names);
      if (plugin.problem !== undefined) throw bad(Object.values(plugin.problem.params).join(' ') || 'PLUGIN.json');
      const unseen = plugin.skills.find((name) => !skills.some((skill) => skill.name === name));
      if (unseen !== undefined) throw bad(unseen);
      const { id, version, steps } = plugin;
      const wanted = skills.filter(({ name }) => plugin.skills.includes(name));
      for (const { name, hash, granted } of wanted)
        await installer.accept({ at: { stagedId, name }, hash, granted, plugin: id });
      const entry = {
        ...{
          id,
          version,
          skills: plugin.skills,
          manifest: staged.plugin,
          acceptedAt: clock.now(),
          origin: staged.origin,
        },
        steps: steps.map((step) => ({ id: step.id, done: false })),
      };
      await book.change((before) => ({ ...before, plugins: { ...before.plugins, [id]: entry } }));
      await staging.drop(stagedId);
      return id;
    },
    async setStep(id, step, done) {
      const plugin = await known(id);
      const steps = [...plugin.steps.filter((one) => one.id !== step), { id: step, done }];
      await book.change((before) => ({ ...before, plugins: { ...before.plugins, [id]: { ...plugin, steps } } }));
    },
    async remove(id) {
      await known(id);
      for (const skill of await book.list({}))
        if (skill.plugin === id && skill.source === 'person') await installer.remove(skill.key);
      await book.change(({ plugins: { [id]: _gone, ...plugins }, ...before }) => ({ ...before, plugins }));
    },
  };
}
