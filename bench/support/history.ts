// A data folder with a long past, made once and kept beside the build for the next run.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateHistory, type MadeHistory } from '#main/platform/store/testing/generate-history.ts';

const cache = join(import.meta.dirname, '../../.cache/bench');

export type KeptHistory = MadeHistory & { readonly folder: string };

export async function keptHistory(name: string, o: { messages: number; sessions: number }): Promise<KeptHistory> {
  const folder = join(cache, name);
  const words = join(folder, 'words.json');
  if (!existsSync(words)) {
    const making = `${folder}.making`;
    rmSync(making, { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(making, { recursive: true, mode: 0o700 });
    console.log(`  making ${o.messages} messages, once`);
    const made = await generateHistory({ folder: making, ...o });
    writeFileSync(join(making, 'words.json'), JSON.stringify(made));
    renameSync(making, folder);
  }
  return { folder, ...(JSON.parse(readFileSync(words, 'utf8')) as MadeHistory) };
}

export const millionMessages = () => keptHistory('million', { messages: 1_000_000, sessions: 10_000 });
export const hundredThousand = () => keptHistory('hundred-thousand', { messages: 100_000, sessions: 1_000 });
export const tenThousandInOne = () => keptHistory('ten-thousand', { messages: 10_000, sessions: 1 });
