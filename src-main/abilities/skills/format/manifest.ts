// The other format: a manifest.json beside a main.py or main.js, read as a skill whose text says how to call the program.
import { z } from 'zod';
import { SkillName } from '#main/contract/skills.ts';
import { broken, type ParsedSkill, readCapabilities } from './parse-skill.ts';
import type { SkillFile } from './read-folder.ts';

const List = z.array(z.string().max(260)).max(50);
/** Written by many hands, so what is not known is let by; what is asked for is read wherever it is usual. */
const Manifest = z.looseObject({
  name: z.string().min(1).max(100),
  description: z.string().max(4_000).optional(),
  version: z.union([z.string(), z.number()]).optional(),
  license: z.string().max(300).optional(),
  entry: z.string().max(200).optional(),
  main: z.string().max(200).optional(),
  entry_point: z.string().max(200).optional(),
  tools: List.optional(),
  limpet: z.unknown().optional(),
  /** The shape of what the program reads: shown to the model as it is. */
  parameters: z.unknown().optional(),
  inputs: z.unknown().optional(),
});

/** As a skill's name: `My Sensor_Tool` becomes `my-sensor-tool`. */
export function nameOfManifest(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 64)
    .replace(/-+$/, '');
}

function parse(text: string) {
  try {
    return Manifest.safeParse(JSON.parse(text) as unknown);
  } catch {
    return undefined; // no JSON
  }
}

export type ManifestOptions = {
  readonly folder: string;
  readonly limpetJson?: string;
  readonly files: readonly SkillFile[];
  readonly readme: string;
};

export function readManifest(text: string, o: ManifestOptions): ParsedSkill {
  const read = parse(text);
  if (read?.success !== true) return broken('manifest');
  const manifest = read.data;
  const name = nameOfManifest(manifest.name);
  if (!SkillName.safeParse(name).success) return broken('name', { name: manifest.name });
  if (name !== o.folder) return broken('folder', { name, folder: o.folder });
  const named = [manifest.entry, manifest.main, manifest.entry_point].find((one) => one !== undefined);
  const main = ['main.py', 'main.js', 'main.mjs'].find((path) => o.files.some((file) => file.path === path));
  if (main === undefined || (named !== undefined && named.replace(/^\.\//, '') !== main)) return broken('no_main');
  const wants = readCapabilities(o.limpetJson ?? manifest.limpet);
  if (wants === undefined) return broken('capabilities');
  const description = manifest.description?.trim() ?? '';
  if (description === '') return broken('no_description');
  const shape = manifest.parameters ?? manifest.inputs;
  const body = [
    `This skill is a program. Call run_skill_script with skill "${name}", script "${main}" and input: one JSON object as text. It answers with JSON.`,
    ...(shape === undefined
      ? []
      : [`Its input, as its author describes it:\n${JSON.stringify(shape, null, 2).slice(0, 8_000)}`]),
    ...(o.readme.trim() === '' ? [] : [o.readme.trim()]),
  ].join('\n\n');
  return {
    type: 'ok',
    head: {
      name,
      description: description.slice(0, 1_024),
      ...(manifest.license === undefined ? {} : { license: manifest.license }),
      allowedTools: [],
      wants: { ...wants, tools: [...new Set([...wants.tools, ...(manifest.tools ?? [])])].slice(0, 50) },
    },
    body,
  };
}
