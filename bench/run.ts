// `npm run bench [-- id …] [--record]`: every benchmark in turn, each on a machine of its own; a table at the end.

import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { type Benchmark, type Figure, isMet, toRow } from './support/figures.ts';

const benchmarks: Readonly<Record<string, () => Promise<{ benchmark: Benchmark }>>> = {
  start: () => import('./start.bench.ts'),
  turns: () => import('./turns.bench.ts'),
  tools: () => import('./tools.bench.ts'),
  prompt: () => import('./prompt.bench.ts'),
  servers: () => import('./servers.bench.ts'),
  history: () => import('./history.bench.ts'),
  page: () => import('./page.bench.ts'),
  'command-line': () => import('./command-line.bench.ts'),
  backup: () => import('./backup.bench.ts'),
  readings: () => import('./readings.bench.ts'),
  redaction: () => import('./redaction.bench.ts'),
  'first-answer': () => import('./first-answer.bench.ts'),
  size: () => import('./size.bench.ts'),
};

const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}, ${process.platform}`;
const sections: string[] = [];
const missed: Figure[] = [];

for (const [id, open] of Object.entries(benchmarks)) {
  if (wanted.length > 0 && !wanted.includes(id)) continue;
  const { benchmark } = await open();
  console.log(`\n${benchmark.id}: ${benchmark.title}`);
  const figures = await benchmark.run();
  missed.push(...figures.filter((figure) => isMet(figure) === false));
  const table = ['| figure | measured | goal | | |', '|---|---|---|---|---|', ...figures.map(toRow)].join('\n');
  console.log(table);
  sections.push(`## ${benchmark.title}\n\n\`npm run bench -- ${benchmark.id}\`\n\n${table}\n`);
}

if (process.argv.includes('--record')) {
  const head = `# Benchmarks\n\nMeasured on ${new Date().toISOString().slice(0, 10)}: ${machine}. The model is a deterministic server on the same machine that\nanswers in about a millisecond, so the figures are Limpet's own share. Absolute figures hold for this machine; ratios are taken in\nturn in one run.\n`;
  writeFileSync(join(import.meta.dirname, '../docs/benchmarks.md'), [head, ...sections].join('\n'));
}
console.log(
  `\n${machine}\n${missed.length === 0 ? 'Every goal was met.' : `${missed.length} missed: ${missed.map((figure) => figure.name).join('; ')}`}`,
);
