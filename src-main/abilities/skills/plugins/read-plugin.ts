// PLUGIN.json: several skills, servers of tools and steps to set them up, read as data. Nothing of it is carried out here.
import { z } from 'zod';
import type { PluginStep, SkillPlugin } from '#main/contract/skills.ts';
import { hashOf } from '#main/platform/base/json.ts';

const Words = z.array(z.string().min(1).max(300)).max(50);
const Manifest = z.looseObject({
  id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/),
  version: z.union([z.string().max(60), z.number()]).transform(String),
  name: z.string().max(200).optional(),
  description: z.string().max(2_000).optional(),
  skills: Words.default([]),
  mcpServers: z.record(z.string().min(1).max(100), z.record(z.string(), z.unknown())).default({}),
  dependencies: z.object({ pip: Words.default([]), cli: Words.default([]) }).prefault({}),
  setup_skill: z.string().max(100).optional(),
  setup_message: z.string().max(8_000).optional(),
});

/** An entry is a name or a path to its folder. */
export const skillNameOf = (entry: string) =>
  entry
    .replace(/[\\/]+(SKILL\.md)?$/i, '')
    .split(/[\\/]/)
    .at(-1) ?? entry;

const stepId = (kind: PluginStep['kind'], text: string) => `${kind}-${hashOf(text).slice(0, 16)}`;

/** `present`: the skills that came with it. */
export function readPlugin(text: string, present: readonly string[]): SkillPlugin {
  const none = { id: '', version: '', title: '', description: '', skills: [], steps: [] };
  const read = Manifest.safeParse(toJson(text));
  if (!read.success) return { ...none, problem: { key: 'skills.problem_plugin', params: {} } };
  const { data } = read;
  const skills = data.skills.length === 0 ? [...present] : data.skills.map(skillNameOf);
  const missing = [...skills, ...(data.setup_skill === undefined ? [] : [skillNameOf(data.setup_skill)])].find(
    (name) => !present.includes(name),
  );
  const step = (kind: PluginStep['kind'], words: string, name?: string): PluginStep => ({
    ...{ id: stepId(kind, words), kind, text: words, done: false },
    ...(name === undefined ? {} : { name }),
  });
  const steps = [
    ...(data.setup_message === undefined ? [] : [step('message', data.setup_message)]),
    ...data.dependencies.cli.map((words) => step('cli', words)),
    ...data.dependencies.pip.map((words) => step('pip', words)),
    ...Object.entries(data.mcpServers).map(([name, server]) =>
      step('server', JSON.stringify({ mcpServers: { [name]: server } }, null, 2), name),
    ),
    ...(data.setup_skill === undefined ? [] : [step('skill', skillNameOf(data.setup_skill))]),
  ];
  return {
    ...{ id: data.id, version: data.version, title: data.name ?? data.id, description: data.description ?? '' },
    ...{ skills: [...new Set(skills)], steps },
    ...(missing === undefined ? {} : { problem: { key: 'skills.problem_plugin_skill', params: { name: missing } } }),
  };
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // told as a plugin that cannot be read
  }
}
