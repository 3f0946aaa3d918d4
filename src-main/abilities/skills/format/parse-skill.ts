// What a SKILL.md says about itself, held against the rules of agentskills.io; what breaks one is a sentence.
import { z } from 'zod';
import { type Said, SkillCapabilities, SkillName } from '#main/contract/skills.ts';
import { readFrontMatter } from './front-matter.ts';

export type SkillHead = {
  readonly name: string;
  readonly description: string;
  readonly verb?: string;
  readonly license?: string;
  readonly compatibility?: string;
  /** A wish of its author: shown in the review, granted by nobody. */
  readonly allowedTools: readonly string[];
  readonly wants: SkillCapabilities;
};

export type ParsedSkill =
  | { readonly type: 'ok'; readonly head: SkillHead; readonly body: string }
  | { readonly type: 'broken'; readonly problem: Said; readonly name?: string; readonly description?: string };

const limits = { description: 1_024, compatibility: 500 } as const;

export const broken = (problem: string, params: Record<string, string> = {}): ParsedSkill => ({
  type: 'broken',
  problem: { key: `skills.problem_${problem}`, params },
});

/** An object, or the JSON of one: other programs allow only text below `metadata`. */
const asObject = (value: unknown): unknown => {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return undefined; // refused as no object
  }
};

const Metadata = z.record(z.string(), z.unknown());

/** Undefined: what is declared cannot be understood. Nothing declared: nothing wanted. */
export function readCapabilities(declared: unknown): SkillCapabilities | undefined {
  const parsed = SkillCapabilities.strict().safeParse(asObject(declared) ?? {});
  return parsed.success ? parsed.data : undefined;
}

const words = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return value.split(/[\s,]+(?![^(]*\))/).filter((word) => word !== '');
  return Array.isArray(value) ? value.filter((word) => typeof word === 'string') : [];
};

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value).trim() : undefined;

/** `folder`: its name must be the skill's. `limpetJson`: the content of limpet.json beside it, instead of `metadata.limpet`. */
export async function parseSkill(text: string, o: { folder: string; limpetJson?: string }): Promise<ParsedSkill> {
  const matter = await readFrontMatter(text);
  if (matter === undefined) return broken('head');
  const { fields, body } = matter;
  const name = textOf(fields.name);
  const description = textOf(fields.description);
  const known = { ...(name === undefined ? {} : { name }), ...(description === undefined ? {} : { description }) };
  const problem = await problemOf({ name, description, folder: o.folder, fields });
  if (problem !== undefined || name === undefined || description === undefined)
    return { ...(problem ?? broken('head')), ...known };
  const metadata = Metadata.safeParse(fields.metadata ?? {});
  const declared = o.limpetJson === undefined ? metadata.data?.limpet : o.limpetJson;
  const wants = readCapabilities(declared);
  if (!metadata.success || wants === undefined || (o.limpetJson !== undefined && asObject(declared) === undefined))
    return { ...broken('capabilities'), ...known };
  const verb = textOf(metadata.data.verb)?.slice(0, 40);
  const license = textOf(fields.license)?.slice(0, 300);
  const compatibility = textOf(fields.compatibility);
  const allowedTools = words(fields['allowed-tools']).slice(0, 50);
  const head: SkillHead = {
    ...{ name, description, allowedTools },
    ...(verb === undefined || verb === '' ? {} : { verb }),
    ...(license === undefined ? {} : { license }),
    ...(compatibility === undefined ? {} : { compatibility }),
    wants: { ...wants, tools: [...new Set([...wants.tools, ...allowedTools])].slice(0, 50) },
  };
  return { type: 'ok', head, body };
}

type Named = {
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly folder: string;
  readonly fields: Readonly<Record<string, unknown>>;
};

async function problemOf({ name, description, folder, fields }: Named) {
  if (name === undefined || name === '') return broken('no_name');
  if (!SkillName.safeParse(name).success) return broken('name', { name });
  if (name !== folder) return broken('folder', { name, folder });
  if (description === undefined || description === '') return broken('no_description');
  if (description.length > limits.description) return broken('description', { limit: String(limits.description) });
  const compatibility = fields.compatibility;
  if (compatibility !== undefined && (typeof compatibility !== 'string' || compatibility.length > limits.compatibility))
    return broken('compatibility', { limit: String(limits.compatibility) });
  return undefined;
}
