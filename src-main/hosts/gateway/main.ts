// The gateway's entry: hands the process's words and signals over, and the result back as exit code.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTranslate, pickLanguage } from '#main/platform/texts/translate.ts';
import { runGateway } from './run-gateway.ts';

/** Two folders up from the bundle, three from the source. */
const project = ['../..', '../../..']
  .map((up) => join(import.meta.dirname, up))
  .find((folder) => existsSync(join(folder, 'package.json')));

function readVersion(): string {
  if (project === undefined) return '0.0.0';
  const { version }: { version?: unknown } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));
  return typeof version === 'string' ? version : '0.0.0';
}

const ending = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => ending.abort());

const code = await runGateway({
  argv: process.argv.slice(2),
  out: (line) => void process.stdout.write(`${line}\n`),
  err: (line) => void process.stderr.write(`${line}\n`),
  // ICU reads the usual variables of the shell, so nobody else has to.
  t: createTranslate(pickLanguage([new Intl.DateTimeFormat().resolvedOptions().locale])),
  version: readVersion(),
  project: project ?? '',
  cwd: process.cwd(),
  pageFolder: join(project ?? '', 'out', 'renderer'),
  signal: ending.signal,
});
// What is left, such as a keychain that never answered, must not keep the process.
process.exit(code);
