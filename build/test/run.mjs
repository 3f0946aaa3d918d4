// `npm test`: gates, build, every suite, and one closing line with true counts.
// A skip says what is missing and how to install it; with LIMPET_STRICT=1 any skip but those of e2e/electron and of a real Docker is red.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { check } from '../gates/check.mjs';
import { suites } from './suites.mjs';
import { findTools, missingToolsNotice } from './tools.mjs';

const project = join(import.meta.dirname, '../..');
const strict = process.env.LIMPET_STRICT === '1';
const total = { passed: 0, failed: 0, skipped: 0, excused: 0 };

function run(script, args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(project, 'node_modules', script), ...args], {
      cwd: project,
      stdio: 'inherit',
      env: { ...process.env, ...env },
    });
    child.on('close', (code) => resolve(code ?? 1));
  });
}

function count(report) {
  const counts = { passed: 0, failed: 0, skipped: 0, excused: 0, skips: [] };
  for (const file of report.testResults) {
    if (file.assertionResults.length === 0 && file.status === 'failed') {
      counts.failed += 1; // the file itself did not load
      console.log(`FAILED ${file.name.replace(`${project}/`, '')}\n${String(file.message).slice(0, 2_000)}`);
    }
    for (const test of file.assertionResults) {
      if (test.status === 'passed') counts.passed += 1;
      else if (test.status === 'failed') {
        counts.failed += 1;
        console.log(`FAILED ${file.name.replace(`${project}/`, '')}: ${test.fullName}`);
        console.log(stripVTControlCharacters((test.failureMessages ?? []).join('\n')).slice(0, 2_000));
      } else if (file.name.includes('/e2e/electron/') || test.fullName.includes('with a real Docker'))
        counts.excused += 1;
      else {
        counts.skipped += 1;
        counts.skips.push(`${file.name.replace(`${project}/`, '')}: ${test.fullName}`);
      }
    }
  }
  return counts;
}

async function runSuite({ name, config }, tools) {
  console.log(`\n== ${name}`);
  const folder = mkdtempSync(join(tmpdir(), 'limpet-report-'));
  const reportFile = join(folder, 'report.json');
  try {
    const code = await run(
      'vitest/vitest.mjs',
      ['run', '--config', config, '--reporter=json', `--outputFile.json=${reportFile}`],
      tools.environment,
    );
    const counts = count(JSON.parse(readFileSync(reportFile, 'utf8')));
    if (code !== 0 && counts.failed === 0) counts.failed += 1; // an error outside any test
    console.log(
      `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped + counts.excused} skipped: ${name}`,
    );
    for (const skip of counts.skips) console.log(`  skipped ${skip}`);
    return counts;
  } catch (error) {
    console.log(`The suite ended without a report: ${error}`);
    return { passed: 0, failed: 1, skipped: 0, excused: 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function add(counts) {
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped ?? 0;
  total.excused += counts.excused ?? 0;
}

const started = Date.now();
const tools = findTools();
console.log('== gates');
add(await check());
console.log('\n== build');
const built = await run('electron-vite/bin/electron-vite.js', ['build', '--logLevel', 'warn']);
add({ passed: built === 0 ? 1 : 0, failed: built === 0 ? 0 : 1 });
for (const suite of suites) add(await runSuite(suite, tools));

const notice = missingToolsNotice(tools);
if (notice !== undefined) console.log(`\n${notice}`);
if (strict && total.skipped > 0) {
  console.log(`\n${total.skipped} skipped where nothing may be: counted as failed.`);
  total.failed += total.skipped;
  total.skipped = 0;
}
console.log(`\nAll of it took ${Math.round((Date.now() - started) / 1000)} s.`);
const skips = total.skipped + total.excused;
console.log(`${total.passed} passed, ${total.failed} failed${skips > 0 ? `, ${skips} skipped` : ''}`);
process.exitCode = total.failed === 0 ? 0 : 1;
