// Whoever starts a turn or a tool comes through the same door: found in the source, so that a new way in is noticed.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const isTest = (path: string) => path.includes('/testing/') || path.endsWith('.test.ts');
const sources = new Map(
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !isTest(path))
    .map((path) => [relative(root, path).replaceAll('\\', '/'), readFileSync(path, 'utf8')] as const),
);

/** Files in which this is called, not declared. */
const callers = (name: string) =>
  [...sources]
    .filter(([, text]) => new RegExp(`(?<!function )\\b${name}\\(`).test(text.replace(/^\s*(\/\/|\*|\/\*).*$/gm, '')))
    .map(([path]) => path)
    .sort();

describe('one gate for everything that acts', () => {
  // A program that uses our tools has nobody to ask: it takes the permissions' first word and no other.
  const server = 'abilities/mcp/server/own-tools.ts';
  it.each([
    // What a tool is handed in order to act: after the permissions' word, and for a proposal that the person accepted.
    ['bench\\.toolContext', [server, 'agent/loop/calls/lay-proposal.ts', 'agent/loop/calls/run-call.ts']],
    // Every word of the permissions on a call.
    ['permissions\\.decideNow', [server, 'agent/loop/calls/decide-tainted.ts']],
    ['permissions\\.askTogether', ['agent/loop/calls/ask-ahead.ts']],
    ['permissions\\.ask', []],
    // One object for all surfaces.
    ['createPermissions', ['app/create-guards.ts']],
    ['createTaint', ['app/create-guards.ts']],
    ['createToolBench', ['app/create-agent.ts']],
    // Turns come from the lanes; a replay plays a recorded model into a store of its own, with no tool that acts.
    ['loop\\.runTurn', ['agent/messaging/lanes.ts', 'agent/replay/create-replay.ts']],
  ])('%s is called in %j alone [T45]', (name, files) => {
    expect(callers(name)).toEqual(files);
  });

  it('finds a new way in: what it looks for is there to be found [T45]', () => {
    expect(sources.size).toBeGreaterThan(300);
    expect(callers('nobody_calls_this')).toEqual([]);
  });
});
