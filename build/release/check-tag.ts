// Before anything is built: the tag, the version and the changelog must speak of the same release.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isVersion } from '#main/platform/updates/versions.ts';
import { readManifest } from '../licences/read-package.ts';
import { needed, runCommand } from './command.ts';

const project = join(import.meta.dirname, '../..');
const usage = `node build/release/check-tag.ts TAG [--notes FILE]
Checks that TAG is v and the version of package.json, and that CHANGELOG.md has a dated section for it.
  --notes FILE   writes that section to FILE`;

/** The text under the version's heading; throws when there is none, or when it says that it is not released. */
export function notesOf(changelog: string, version: string): string {
  const sections = changelog.split(/^## /m).slice(1);
  const section = sections.find((text) => text.split(/[\s(]/)[0] === version);
  if (section === undefined) throw new Error(`CHANGELOG.md says nothing about ${version}`);
  const [heading = '', ...lines] = section.split('\n');
  if (!/\d{4}-\d{2}-\d{2}/.test(heading))
    throw new Error(`CHANGELOG.md: write the date of ${version} in its heading, as in "## ${version} (2026-01-31)"`);
  const notes = lines.join('\n').trim();
  if (notes === '') throw new Error(`CHANGELOG.md says nothing under the heading of ${version}`);
  return notes;
}

/** Throws when they do not belong together. */
export function checkTag(tag: string, version: string): void {
  if (!isVersion(version)) throw new Error(`${version} in package.json is no version`);
  if (tag !== `v${version}`) throw new Error(`The tag is ${tag}, and package.json says ${version}: v${version} fits`);
}

if (process.argv[1] === import.meta.filename) {
  await runCommand({
    usage,
    options: { notes: { type: 'string' } },
    run({ notes: file }, [tag]) {
      const version = String(readManifest(project).version);
      checkTag(needed(tag, usage), version);
      const notes = notesOf(readFileSync(join(project, 'CHANGELOG.md'), 'utf8'), version);
      if (file !== undefined) writeFileSync(file, `${notes}\n`);
      console.log(`${tag} fits`);
    },
  });
}
