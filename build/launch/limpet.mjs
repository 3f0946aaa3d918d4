#!/usr/bin/env node
// The `limpet` command: checks Node before anything native is loaded, then runs the built command line or gateway.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { argsForEntry, pickEntry } from './entry.mjs';
import { becomeWith, gatewayFlags } from './node-flags.mjs';
import { chooseNode, findOwnNode, projectOf } from './own-node.mjs';
import { runChild } from './run-child.mjs';

const script = fileURLToPath(import.meta.url);
const project = projectOf(script);
const args = process.argv.slice(2);
const entry = join(project, 'out', 'main', pickEntry(args));
const flags = pickEntry(args) === 'gateway.js' ? gatewayFlags : [];
const choice = chooseNode(process.versions.node, findOwnNode(project, process.platform));

const fail = (text) => {
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
};
const failWith = (error) => fail(error instanceof Error ? error.stack : String(error));

if (!existsSync(entry)) {
  fail(`Limpet is not built yet. Run npm run build in ${project} first.`);
} else if (choice.type === 'none') {
  fail(choice.message);
} else if (choice.type === 'other') {
  runChild(choice.path, [...flags, script, ...args], {})
    .then((code) => {
      process.exitCode = code;
    })
    .catch(failWith);
} else {
  becomeWith(flags, [script, ...args]);
  process.argv = [process.argv[0], entry].concat(argsForEntry(args));
  import(pathToFileURL(entry).href).catch(failWith);
}
