// `npm run check`: types on every side, lint, layers, Electron's security list, packages. One line a gate; exits 1 on any red.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkLayers } from './layers.mjs';
import { checkTexts } from './texts.mjs';

const project = join(import.meta.dirname, '../..');
const bin = (name) => join(project, 'node_modules', name);

function run(script, args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script, ...args], { cwd: project });
    let output = '';
    child.stdout.on('data', (data) => (output += data));
    child.stderr.on('data', (data) => (output += data));
    child.on('close', (code) => resolve({ ok: code === 0, output }));
  });
}

// What was found last time is kept beside the packages, so that a second look reads only what changed.
const remembered = (side) => ['--incremental', '--tsBuildInfoFile', bin(`.cache/limpet/${side}.tsbuildinfo`)];
const types = (side) => () => run(bin('typescript/bin/tsc'), ['-p', `tsconfig.${side}.json`, ...remembered(side)]);

async function layers() {
  const result = await checkLayers(project);
  const blind = result.unread.map((file) => `not read: ${file}\n`).join('');
  const lines = result.violations.map((v) => `${v.rule}: ${v.from} -> ${v.to}\n`).join('');
  return { ok: blind === '' && result.violations.length === 0, output: blind + lines };
}

async function electronSecurity() {
  const gate = join(project, 'build/gates/electron-security.ts');
  if (!existsSync(gate)) return { ok: false, output: 'build/gates/electron-security.ts is missing\n' };
  const { checkElectronSecurityOfProject } = await import(pathToFileURL(gate).href);
  const findings = checkElectronSecurityOfProject(project);
  return {
    ok: findings.length === 0,
    output: findings.map((f) => `${f.rule}: ${f.file}:${f.line} ${f.message}\n`).join(''),
  };
}

async function packageHygiene() {
  const { checkHygieneOfProject } = await import('./package-hygiene.ts');
  const findings = checkHygieneOfProject(project);
  return { ok: findings.length === 0, output: findings.map((f) => `${f.rule}: ${f.message}\n`).join('') };
}

function texts() {
  const findings = checkTexts(project);
  return { ok: findings.length === 0, output: findings.map((line) => `${line}\n`).join('') };
}

// The longest first, so that none is left to run alone at the end.
const gates = [
  ['types of tests and tools', types('tools')],
  ['types of the core', types('core')],
  ['types of the Electron host', types('electron')],
  ['types of the renderer', types('renderer')],
  ['types of the contract', types('contract')],
  ['lint', () => run(bin('@biomejs/biome/bin/biome'), ['check', '--max-diagnostics=100', '--error-on-warnings', '.'])],
  ['layers', layers],
  ['Electron security', electronSecurity],
  ['packages', packageHygiene],
  ['texts', texts],
];

/** Runs the gates two at a time (a compiler keeps one core busy), says each as it ends, and returns how many passed. */
export async function check(print = console.log) {
  const waiting = [...gates];
  let failed = 0;
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [name, gate] = next;
      const started = Date.now();
      const result = await gate();
      if (!result.ok) failed += 1;
      print(`${result.ok ? 'ok    ' : 'FAILED'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
      if (!result.ok) print(result.output);
    }
  };
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, lane));
  return { passed: gates.length - failed, failed };
}

if (process.argv[1] === import.meta.filename) {
  const { failed } = await check();
  process.exitCode = failed === 0 ? 0 : 1;
}
