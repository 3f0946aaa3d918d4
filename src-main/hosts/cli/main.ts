// The command line's entry: hands the process's streams and signals to the command, and its result back as exit code.
import { fstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createTranslate, pickLanguage } from '#main/platform/texts/translate.ts';
import { runCommand } from './run-command.ts';
import { createTerminal } from './terminal.ts';

const maxPipedChars = 1_000_000;
const sayWaitingAfterMs = 3_000;

/** A file, a pipe or a socket was put at our input; a terminal or `/dev/null` was not. */
function isPiped(): boolean {
  try {
    const input = fstatSync(0);
    return input.isFIFO() || input.isFile() || input.isSocket();
  } catch {
    return false; // closed by whoever started us
  }
}

/** Two folders up from the bundle, three from the source. */
function findProject(): { project: string; version: string } {
  for (const up of ['../..', '../../..']) {
    const project = join(import.meta.dirname, up);
    try {
      const text = readFileSync(join(project, 'package.json'), 'utf8');
      const { name, version }: { name?: unknown; version?: unknown } = JSON.parse(text);
      if (name === 'limpet' && typeof version === 'string') return { project, version };
    } catch {
      // Not here: one further up.
    }
  }
  return { project: import.meta.dirname, version: '0.0.0' };
}

// ICU reads the usual variables of the shell, so nobody else has to.
const t = createTranslate(pickLanguage([new Intl.DateTimeFormat().resolvedOptions().locale]));
const terminal = createTerminal({
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  signals: process,
});
const ending = new AbortController();
for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ending.abort());

async function readPiped(): Promise<string | undefined> {
  if (!isPiped()) return undefined;
  const patience = setTimeout(() => terminal.err(`${t('cli.waiting_for_input')}\n`), sayWaitingAfterMs);
  try {
    return await terminal.readAll(maxPipedChars);
  } finally {
    clearTimeout(patience);
  }
}

const code = await runCommand(
  {
    terminal,
    t,
    ...findProject(),
    cwd: process.cwd(),
    readPiped,
    lines: () => createInterface({ input: process.stdin }),
    signal: ending.signal,
  },
  process.argv.slice(2),
);
await terminal.drained();
// What is left (a keychain that never answered, an input that stays open) must not keep the shell waiting.
process.exit(code);
