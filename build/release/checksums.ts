// SHA256SUMS of a folder, in the form that `sha256sum --check` reads.
import { createHash } from 'node:crypto';
import { createReadStream, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { needed, runCommand } from './command.ts';

const usage = `node build/release/checksums.ts --in FOLDER
Writes SHA256SUMS over every other file in the folder.`;
const sumsName = 'SHA256SUMS';

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of createReadStream(path)) hash.update(bytes);
  return hash.digest('hex');
}

export async function writeChecksums(folder: string): Promise<string> {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== sumsName)
    .map(({ name }) => name)
    .toSorted();
  if (names.length === 0) throw new Error(`There is no file in ${folder}`);
  const lines: string[] = [];
  for (const name of names) lines.push(`${await hashOf(join(folder, name))}  ${name}\n`);
  writeFileSync(join(folder, sumsName), lines.join(''));
  return lines.join('');
}

if (process.argv[1] === import.meta.filename) {
  await runCommand({
    usage,
    options: { in: { type: 'string' } },
    async run(values) {
      process.stdout.write(await writeChecksums(needed(values.in, usage)));
    },
  });
}
