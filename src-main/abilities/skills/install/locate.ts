// Finds the skills in what was unpacked, wherever in it they lie, and what each one calls itself.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SkillName } from '#main/contract/skills.ts';
import { readFrontMatter } from '../format/front-matter.ts';
import { nameOfManifest } from '../format/manifest.ts';

export type Located = { readonly name: string; readonly root: string };

const maxDepth = 4;
const maxLocated = 50;

async function ownName(root: string, names: ReadonlySet<string>): Promise<string | undefined> {
  const read = (name: string) => readFile(join(root, name), 'utf8').catch(() => ''); // told in the review
  if (names.has('SKILL.md')) {
    const name = (await readFrontMatter(await read('SKILL.md')))?.fields.name;
    return typeof name === 'string' ? name : undefined;
  }
  try {
    const manifest: unknown = JSON.parse(await read('manifest.json'));
    const name = typeof manifest === 'object' && manifest !== null ? Reflect.get(manifest, 'name') : undefined;
    return typeof name === 'string' ? nameOfManifest(name) : undefined;
  } catch {
    return undefined; // told in the review
  }
}

const isProgram = (names: ReadonlySet<string>) =>
  names.has('manifest.json') && ['main.py', 'main.js', 'main.mjs'].some((name) => names.has(name));

/** A skill is not looked into for further ones. `fallback` names one at the very top that does not name itself. */
export async function locateSkills(top: string, fallback: string): Promise<Located[]> {
  const found: Located[] = [];
  const visit = async (folder: string, name: string, depth: number): Promise<void> => {
    const entries = await readdir(folder, { withFileTypes: true });
    const names = new Set(entries.filter((entry) => entry.isFile()).map((entry) => entry.name));
    if (names.has('SKILL.md') || isProgram(names)) {
      const own = await ownName(folder, names);
      const isUsable = own !== undefined && SkillName.safeParse(own).success;
      if (found.length < maxLocated) found.push({ name: isUsable ? own : name, root: folder });
      return;
    }
    if (depth >= maxDepth) return;
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1)))
      if (entry.isDirectory() && !['.git', 'node_modules'].includes(entry.name))
        await visit(join(folder, entry.name), entry.name, depth + 1);
  };
  await visit(top, fallback, 0);
  const seen = new Set<string>();
  return found.filter(({ name }) => !seen.has(name) && seen.add(name));
}
