// The tests that need Electron itself: brings it here once, runs them, and is red unless some ran and none was skipped.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bringElectron, findElectron } from '../launch/electron-binary.mjs';

const project = join(import.meta.dirname, '../..');
const usage = `node build/test/desktop.mjs [--config FILE]
Runs e2e/electron with Electron, which is downloaded when it is not here yet. Build first: npm run build.
  --config FILE   e2e/electron.config.ts by default`;

/** Why the report is no proof; undefined when tests ran and all of them passed. */
export function whyNotProven({ numPassedTests, numFailedTests, numPendingTests, numTodoTests }) {
  const skipped = numPendingTests + numTodoTests;
  if (numFailedTests > 0) return `${numFailedTests} failed`;
  if (skipped > 0) return `${skipped} skipped where nothing may be`;
  return numPassedTests === 0 ? 'no test ran' : undefined;
}

function runTests(config, electron, reportFile) {
  const tool = join(project, 'node_modules/vitest/vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
  const child = spawn(process.execPath, [tool, 'run', '--config', config, ...reporters], {
    cwd: project,
    stdio: 'inherit',
    env: { ...process.env, LIMPET_ELECTRON: electron },
  });
  return new Promise((resolve) => child.on('close', (code) => resolve(code ?? 1)));
}

async function findOrBring() {
  const found = process.env.LIMPET_ELECTRON ?? findElectron(project, process.env);
  if (found !== undefined) return found;
  const why = await bringElectron(project, { environment: process.env, onBytes: () => undefined, limitMs: 120_000 });
  if (why !== undefined) throw new Error(`Electron could not be brought here: ${why}`);
  return findElectron(project, process.env);
}

async function run() {
  const { values } = parseArgs({
    options: {
      config: { type: 'string', default: 'e2e/electron.config.ts' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(usage);
  const folder = mkdtempSync(join(tmpdir(), 'limpet-desktop-tests-'));
  try {
    const reportFile = join(folder, 'report.json');
    const code = await runTests(values.config, await findOrBring(), reportFile);
    const report = JSON.parse(readFileSync(reportFile, 'utf8'));
    const why = whyNotProven(report) ?? (code === 0 ? undefined : `the runner ended with ${code}`);
    if (why !== undefined) throw new Error(`The desktop is not proven: ${why}`);
    console.log(`${report.numPassedTests} passed`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === import.meta.filename) {
  run().catch((error) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
