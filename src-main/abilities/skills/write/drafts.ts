// Skills that are written here: by the person in the editor, or by the model as a proposal that waits for its review.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '#main/contract/errors.ts';
import type { Said, SkillAt, SkillDraft, SkillReview } from '#main/contract/skills.ts';
import { readFrontMatter, writeFrontMatter } from '../format/front-matter.ts';
import { parseSkill } from '../format/parse-skill.ts';
import type { Accepted, Installer } from '../install/installer.ts';
import type { Staging } from '../install/staging.ts';
import { warningsOf } from '../install/warnings.ts';

const Path = /^[A-Za-z0-9][\w.-]*(\/[A-Za-z0-9][\w.-]*){0,4}$/;
const ours = new Set(['skill.md', 'limpet.json', 'manifest.json', 'plugin.json']);

export async function textOfDraft(draft: SkillDraft): Promise<string> {
  const { name, description, verb, license, compatibility, body } = draft;
  const fields = {
    ...{ name, description },
    ...(license === '' ? {} : { license }),
    ...(compatibility === '' ? {} : { compatibility }),
    ...(verb === '' ? {} : { metadata: { verb } }),
  };
  return writeFrontMatter(fields, body.endsWith('\n') ? body : `${body}\n`);
}

/** Undefined: it asks for nothing. */
export function wishesOf({ wants }: SkillDraft): string | undefined {
  const { files, hosts, tools, devices, secrets } = wants;
  const all = [files.read, files.write, hosts, tools, devices, secrets];
  return all.every((list) => list.length === 0) ? undefined : `${JSON.stringify(wants, null, 2)}\n`;
}

export type CheckedDraft = { text: string; problem?: Said; warnings: Said[] };

export async function checkDraft(draft: SkillDraft): Promise<CheckedDraft> {
  const text = await textOfDraft(draft);
  const limpetJson = wishesOf(draft);
  const parsed = await parseSkill(text, { folder: draft.name, ...(limpetJson === undefined ? {} : { limpetJson }) });
  const odd = draft.files.find(({ path }) => !Path.test(path) || ours.has(path.toLowerCase()));
  const problem: Said | undefined =
    parsed.type === 'broken'
      ? parsed.problem
      : odd === undefined
        ? undefined
        : { key: 'skills.problem_path', params: { path: odd.path } };
  const texts = [{ path: 'SKILL.md', text }, ...draft.files];
  const { name, description, wants } = draft;
  return {
    text,
    ...(problem === undefined ? {} : { problem }),
    warnings: warningsOf({ name, description, texts, others: [], wants }),
  };
}

async function writeDraft(folder: string, draft: SkillDraft): Promise<void> {
  const wishes = wishesOf(draft);
  const files = [
    { path: 'SKILL.md', text: await textOfDraft(draft) },
    ...(wishes === undefined ? [] : [{ path: 'limpet.json', text: wishes }]),
    ...draft.files,
  ];
  for (const { path, text } of files) {
    const target = join(folder, ...path.split('/'));
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    await writeFile(target, text.toWellFormed(), { mode: 0o600, flag: 'wx' });
  }
}

const unsound = () =>
  new AppError('invalid_input', 'This skill has a fault, so it cannot be kept. The editor names it.', {
    details: { reason: 'skill_not_sound' },
  });

export interface Drafts {
  /** Waits for its review; returns its id. */
  propose(draft: SkillDraft, by: 'draft' | 'written'): Promise<string>;
  save(draft: SkillDraft, replaces: string | undefined): Promise<Accepted>;
  open(at: SkillAt, read: (path: string) => Promise<Uint8Array>): Promise<SkillDraft>;
}

export type DraftsDeps = {
  readonly staging: Staging;
  readonly installer: Installer;
  readonly isInstalled: (name: string) => Promise<boolean>;
};

export function createDrafts({ staging, installer, isInstalled }: DraftsDeps): Drafts {
  const propose = async (draft: SkillDraft, by: 'draft' | 'written') => {
    if ((await checkDraft(draft)).problem !== undefined) throw unsound();
    return (await staging.put({ type: by }, (folder) => writeDraft(join(folder, draft.name), draft))).id;
  };
  return {
    propose,
    async save(draft, replaces) {
      if (replaces !== `person:${draft.name}` && (await isInstalled(draft.name)))
        throw new AppError('conflict', `A skill called ${draft.name} is installed already. Choose another name.`, {
          details: { reason: 'skill_exists', facts: { name: draft.name } },
        });
      const stagedId = await propose(draft, 'written');
      const at = { stagedId, name: draft.name };
      const { hash, wants } = await installer.review(at);
      // Nobody else wrote it: what it asks for is what the person has just typed.
      return installer.accept({ at, hash, granted: wants });
    },
    async open(at, read) {
      const review: SkillReview = await installer.review(at);
      const decoder = new TextDecoder('utf-8', { fatal: false });
      const text = decoder.decode(await read('SKILL.md'));
      const matter = await readFrontMatter(text);
      const shown = review.files.filter(
        (file) => file.text !== undefined && file.change !== 'removed' && !ours.has(file.path.toLowerCase()),
      );
      const files = await Promise.all(
        shown.slice(0, 40).map(async ({ path }) => ({ path, text: decoder.decode(await read(path)) })),
      );
      const { name, description, verb = '', license = '', compatibility = '', wants } = review;
      return { name, description, verb, license, compatibility, body: matter?.body ?? text, wants, files };
    },
  };
}
