// Plugins that were accepted: which skills came with them and which steps of their set-up are done.
import type { McpDesk } from '#main/abilities/mcp/port.ts';
import { AppError } from '#main/contract/errors.ts';
import type { PluginStep, SkillCapabilities, SkillPlugin } from '#main/contract/skills.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Installer } from '../install/installer.ts';
import type { Staging } from '../install/staging.ts';
import type { LockFile } from '../lock/lock-file.ts';
import type { SkillBook } from '../skill-book.ts';
import type { Trash } from '../trash/trash.ts';
import { findInSandbox, installPackage, type RunDeps } from './packages.ts';
import { readPlugin } from './read-plugin.ts';

export type PluginsDeps = {
  readonly book: SkillBook;
  readonly lock: LockFile;
  readonly staging: Staging;
  readonly installer: Installer;
  readonly trash: Trash;
  readonly clock: Clock;
  readonly run: RunDeps;
  readonly servers: McpDesk;
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
  /** By the person's press alone. What came of it, in its words. */
  runStep(id: string, step: string, signal: AbortSignal): Promise<{ kind: PluginStep['kind']; said: string }>;
  /** Returns under what name it lies in the trash. */
  remove(id: string): Promise<string>;
  restore(trashId: string): Promise<void>;
}

const bad = (said: string) =>
  new AppError('invalid_input', `This plugin cannot be accepted: ${said}`, {
    details: { reason: 'plugin_bad', facts: { said } },
  });
const gone = () =>
  new AppError('not_found', 'This plugin is not there any more.', { details: { reason: 'skill_gone' } });

const sourceOf = ({ title, version }: SkillPlugin) => `${title} ${version}`;

export function createPlugins(d: PluginsDeps): Plugins {
  const { book, lock, staging, installer, trash, clock } = d;
  const known = async (id: string) => {
    const found = (await lock.read()).plugins[id];
    if (found === undefined) throw gone();
    return found;
  };
  const setStep = async (id: string, step: string, done: boolean) => {
    const plugin = await known(id);
    const steps = [...plugin.steps.filter((one) => one.id !== step), { id: step, done }];
    await book.change((before) => ({ ...before, plugins: { ...before.plugins, [id]: { ...plugin, steps } } }));
  };
  const carryOut = async (plugin: SkillPlugin, step: PluginStep, signal: AbortSignal): Promise<string> => {
    switch (step.kind) {
      case 'pip':
        return installPackage(plugin.id, step.text, { ...d.run, signal });
      case 'cli':
        return findInSandbox(plugin.id, step.text, { ...d.run, signal });
      case 'server': {
        return (await d.servers.handOver({ text: step.text, source: sourceOf(plugin) }))
          .map(({ proposal }) => proposal.id)
          .join(', ');
      }
      case 'message':
      case 'skill':
        throw new AppError('unsupported', 'Only a person can do this step.');
    }
  };
  return {
    setStep,
    async runStep(id, stepId, signal) {
      const entry = await known(id);
      const plugin = readPlugin(entry.manifest, entry.skills);
      const step = plugin.steps.find((one) => one.id === stepId);
      if (step === undefined) throw gone();
      const said = await carryOut(plugin, step, signal);
      await setStep(id, stepId, true);
      return { kind: step.kind, said };
    },
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
    async remove(id) {
      const entry = await known(id);
      const trashIds: string[] = [];
      for (const skill of await book.list({}))
        if (skill.plugin === id && skill.source === 'person') trashIds.push(await installer.remove(skill.key));
      const trashId = await trash.putPlugin({ entry, title: readPlugin(entry.manifest, entry.skills).title, trashIds });
      await book.change(({ plugins: { [id]: _gone, ...plugins }, ...before }) => ({ ...before, plugins }));
      await d.servers.takeBack(sourceOf(readPlugin(entry.manifest, entry.skills)));
      return trashId;
    },
    async restore(trashId) {
      const note = await trash.find(trashId);
      if (note.type !== 'plugin') throw gone();
      const left = new Set((await trash.notes()).map((one) => one.trashId));
      for (const one of note.trashIds) if (left.has(one)) await installer.restore(one);
      const { entry } = note;
      await book.change((before) => ({ ...before, plugins: { ...before.plugins, [entry.id]: entry } }));
      await trash.drop(trashId);
    },
  };
}
