// Who says yes on the command line: what was allowed before, the person, and otherwise nobody.
import { describe, expect, it } from 'vitest';
import type { Effect } from '#main/contract/messages.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { createTranslate } from '#main/platform/texts/translate.ts';
import { cardOf, createApprovalDesk, isCovered, readDecision } from './approval-desk.ts';
import type { AllowedEffect } from './arguments.ts';
import { createFakeTerminal } from './testing/fake-terminal.ts';
import { approvalOf, scriptChat } from './testing/scripted-chat.ts';

const t = createTranslate('en');

function setUp(o: { allow?: AllowedEffect[]; answers?: (string | undefined)[] } = {}) {
  const terminal = createFakeTerminal(o.answers === undefined ? {} : { answers: o.answers });
  const script = scriptChat([]);
  const desk = createApprovalDesk({
    api: script.api,
    allow: new Set(o.allow),
    terminal,
    t,
    signal: neverAborts,
  });
  return { terminal, desk, decisions: script.decisions, groups: script.groups };
}

describe('--allow', () => {
  it('covers what it names and nothing else [T20]', () => {
    const write: Effect = { type: 'write', target: 'a.txt', insideWorkspace: true };
    const outside: Effect = { type: 'write', target: '/etc/passwd', insideWorkspace: false };
    const read: Effect = { type: 'read', target: 'a.txt', insideWorkspace: true };
    const execute: Effect = { type: 'execute', target: 'ls' };
    const all = new Set<AllowedEffect>(['write', 'execute', 'network']);
    expect(isCovered([read, write], new Set(['write']))).toBe(true);
    expect(isCovered([read, write, execute], new Set(['write']))).toBe(false);
    expect(isCovered([execute, { type: 'network', target: 'https://x' }], new Set(['execute']))).toBe(false);
    expect(isCovered([outside], all)).toBe(false);
    for (const type of ['message', 'device', 'policy'] as const)
      expect(isCovered([{ type, target: 'x' }], all)).toBe(false);
    expect(isCovered([{ type: 'read', target: '/etc/shadow', insideWorkspace: false }], all)).toBe(false);
  });
  it('covers neither many deletes at once nor what foreign text may be behind [T23] [T43]', async () => {
    const many: Effect = { type: 'write', target: 'old', insideWorkspace: true, delete: true, count: 11 };
    expect(isCovered([many], new Set(['write']))).toBe(false);
    expect(isCovered([{ ...many, count: 10 }], new Set(['write']))).toBe(true);
    const { desk, decisions } = setUp({ allow: ['execute'] });
    desk.update([approvalOf({ source: 'https://evil.test' })]);
    await desk.idle();
    expect(decisions).toMatchObject([{ decision: 'deny' }]);
  });
  it('answers once, and says so', async () => {
    const { desk, decisions, terminal } = setUp({ allow: ['execute'] });
    desk.update([approvalOf()]);
    desk.update([approvalOf()]);
    await desk.idle();
    expect(decisions).toEqual([{ approvalId: 'p1', planHash: 'a'.repeat(64), decision: 'once' }]);
    expect(terminal.written.err).toContain('Allowed by --allow: Run it');
    expect(terminal.written.out).toBe('');
  });
});

describe('without a terminal', () => {
  it('denies and says what would allow it [T25]', async () => {
    const { desk, decisions, terminal } = setUp();
    desk.update([
      approvalOf({
        effects: [
          { type: 'execute', target: 'ls' },
          { type: 'network', target: '*' },
        ],
      }),
    ]);
    await desk.idle();
    expect(decisions).toMatchObject([{ decision: 'deny' }]);
    expect(terminal.written.err).toContain('add --allow execute,network');
  });
});

describe('on a terminal', () => {
  it('takes only a clear yes for a yes [T25]', () => {
    const plain = approvalOf();
    const granted = approvalOf({ sessionGrant: { key: 'k', params: {} } });
    expect(['y', ' YES ', 'j', 'ja'].map((word) => readDecision(word, plain))).toEqual(Array(4).fill('once'));
    expect(['', 'n', 'yy', 'ok', 's', 'a', undefined].map((word) => readDecision(word, plain))).toEqual(
      Array(7).fill('deny'),
    );
    expect(readDecision('s', granted)).toBe('session');
    expect(readDecision('d', plain)).toBe('deny_stop');
    expect(readDecision('a', approvalOf({ always: { key: 'k', params: {} } }))).toBe('always');
    expect([readDecision('g', plain), readDecision('g', plain, 1)]).toEqual(['deny', 'group']);
  });
  it('shows the whole of what will run before it asks [T25]', async () => {
    const { desk, decisions, terminal } = setUp({ answers: ['y'] });
    const argv = ['sh', '-c', 'echo one\nrm -rf \u202e~', ...Array.from({ length: 50 }, (_, index) => `word-${index}`)];
    const shown = { type: 'argv', argv, cwd: '/work/\x1b[2Jx', sandbox: 'none', network: true, timeoutMs: 1 };
    desk.update([approvalOf({ shown })]);
    await desk.idle();
    const { err } = terminal.written;
    for (const line of ['  sh', '  -c', '  echo one', '  ↳ rm -rf \\u{202e}~', '  word-49', 'in /work/\\e[2Jx'])
      expect(err.split('\n')).toContain(line);
    expect(err).toContain('without a sandbox');
    expect(err).toContain('with access to the network');
    expect(err).toContain('characters that do not show');
    expect(decisions).toMatchObject([{ decision: 'once' }]);
  });
  it('shows a diff line by line', () => {
    const shown = { type: 'diff', path: 'a.txt', diff: '-old\n+new', created: false, added: 1, removed: 1 };
    expect(cardOf(approvalOf({ shown }), t)).toEqual(expect.arrayContaining(['  -old', '  +new']));
  });
  it('stops asking when it was answered elsewhere', async () => {
    const { desk, decisions, terminal } = setUp({ answers: [] });
    desk.update([approvalOf()]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(terminal.asked).toHaveLength(1);
    desk.update([]);
    await desk.idle();
    expect(decisions).toEqual([]);
  });
  it('answers all of a shape together after it has shown them', async () => {
    const { desk, groups, terminal } = setUp({ answers: ['g'] });
    const shape = 'e'.repeat(64);
    const other = { type: 'argv', argv: ['ls', 'other'], cwd: '/work', sandbox: 'none', network: false, timeoutMs: 1 };
    desk.update([approvalOf({ shape }), approvalOf({ id: 'p2', shape, shown: other })]);
    await desk.idle();
    expect(terminal.written.err).toContain('  other');
    expect(groups).toEqual([
      { approvals: ['p1', 'p2'].map((approvalId) => ({ approvalId, planHash: 'a'.repeat(64) })), decision: 'once' },
    ]);
    expect(terminal.asked).toHaveLength(1);
  });
  it('asks one after the other', async () => {
    const { desk, decisions, terminal } = setUp({ answers: ['y', 'n'] });
    desk.update([approvalOf(), approvalOf({ id: 'p2' })]);
    await desk.idle();
    expect(terminal.asked).toHaveLength(2);
    expect(decisions).toMatchObject([
      { approvalId: 'p1', decision: 'once' },
      { approvalId: 'p2', decision: 'deny' },
    ]);
  });
});
