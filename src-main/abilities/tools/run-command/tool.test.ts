// Commands: exactly what was approved, the truth about how they ended, background ones and their end.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SessionId, TurnId } from '#main/contract/ids.ts';
import { unmarkUntrusted } from '#main/contract/untrusted-text.ts';
import { buildScene } from '#main/guard/sandbox/probe-scene.ts';
import { parseVerdicts, probeIds, probeScript } from '#main/guard/sandbox/probe-script.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { systemClock } from '#main/platform/base/clock.ts';
import { createToolKit, reasonOf, type ToolKit } from '../testing/tool-kit.ts';
import { createTailBuffer, plainOutput } from './tail-buffer.ts';

let kit: ToolKit;
const run = async (input: object, signal?: AbortSignal) => (await kit.run('run_command', input, signal)).result;
beforeAll(() => {
  kit = createToolKit();
});
afterAll(() => kit.close());

describe('a command', () => {
  it('is shown and run as one argument of a shell, in the workspace, with how it will run [T25]', async () => {
    const { plan, result } = await kit.run('run_command', { command: 'pwd; echo "$(echo "a  b")"' });
    expect(plan.shown).toEqual({
      type: 'argv',
      argv: ['bash', '-c', 'pwd; echo "$(echo "a  b")"'],
      cwd: kit.root,
      sandbox: kit.sandbox.state().tier,
      network: false,
      timeoutMs: 120_000,
    });
    expect(unmarkUntrusted(result.output)).toMatch(new RegExp(`^exit code 0, [0-9.]+ s\\n${kit.root}\\na  b$`));
    expect(result).toMatchObject({ exitCode: 0, isError: false });
  });

  it('tells a failure, a time limit and no output apart', async () => {
    expect(await run({ command: 'exit 3' })).toMatchObject({
      exitCode: 3,
      isError: true,
      output: expect.stringMatching(/^exit code 3, .* no output$/),
    });
    const slow = await run({ command: 'echo begun; sleep 30', timeout_s: 1 });
    expect(slow).toMatchObject({ isError: true });
    expect(slow.output).toContain('stopped at its time limit of 1 s; it did not finish');
    expect(slow.output).toContain('begun');
    expect(await run({ command: 'no-such-program-here' })).toMatchObject({ exitCode: 127, isError: true });
  });

  it('streams its output while it runs and keeps the ends of a flood [R15]', async () => {
    const { result, progress } = await kit.run('run_command', {
      command: 'echo first; yes middle | head -c 3000000; echo; echo last >&2',
    });
    expect(progress.length).toBeGreaterThan(2_900_000);
    const text = unmarkUntrusted(result.output);
    expect(text.length).toBeLessThan(1_200_000);
    expect(text).toContain('\nfirst\n');
    expect(text).toMatch(/\[… \d+ characters left out …\]/);
    expect(text.trimEnd().endsWith('last')).toBe(true);
  });

  it('declares the network as an effect of its own, and has none without it', async () => {
    const { plan } = await kit.plan('run_command', { command: 'true', network: true });
    expect(plan.effects.map((effect) => effect.type)).toEqual(['execute', 'network']);
    const { plan: without } = await kit.plan('run_command', { command: 'true' });
    expect(without.effects.map((effect) => effect.type)).toEqual(['execute']);
    expect(without.sessionGrant?.key).not.toBe(plan.sessionGrant?.key);
  });

  it('grants a session exactly one command: another space is another command [T25]', async () => {
    const keys = new Set<string | undefined>();
    for (const command of ['ls', 'ls ', 'ls;', 'LS'])
      keys.add((await kit.plan('run_command', { command })).plan.sessionGrant?.key);
    expect(keys.size).toBe(4);
  });

  it('has no effect any more once it is stopped [T42]', async () => {
    const stop = new AbortController();
    const file = join(kit.root, 'ticks');
    const running = run({ command: "trap '' TERM; while :; do echo x >> ticks; sleep 0.02; done" }, stop.signal);
    while (!existsSync(file)) await systemClock.sleep(10, neverAborts);
    stop.abort();
    const ended = await running.then((result) => result.output, reasonOf);
    expect(ended).toMatch(/stopped before it finished|cancelled/);
  });
});

describe('what a run may start', () => {
  it('is exactly what the plan showed: no other argv, folder, network, time or variables [T20] [T25]', async () => {
    const { plan, context } = await kit.plan('run_command', { command: 'echo planned' });
    const full = await kit.toolContext(plan, context);
    const planned = {
      argv: ['bash', '-c', 'echo planned'] as const,
      cwd: kit.root,
      network: false,
      timeoutMs: 120_000,
    };
    const other = [
      { ...planned, argv: ['bash', '-c', 'echo other'] as const },
      { ...planned, argv: ['bash', '-c', 'echo planned', 'x'] as const },
      { ...planned, argv: ['sh', '-c', 'echo planned'] as const },
      { ...planned, cwd: join(kit.root, 'sub') },
      { ...planned, network: true },
      { ...planned, timeoutMs: 120_001 },
      { ...planned, env: { A: 'b' } },
      { ...planned, stdin: 'x' },
    ];
    for (const spec of other) expect(await full.spawn(spec).then(() => 'done', reasonOf)).toBe('not_planned');
    const running = await full.spawn(planned);
    expect((await running.exit).exitCode).toBe(0);
    expect(
      await full
        .fetch({ url: 'https://example.org/', method: 'GET', maxBytes: 1, timeoutMs: 1 })
        .then(() => 'done', reasonOf),
    ).toBe('not_planned');
  });

  it('is nothing when commands run another way than the card said [T25]', async () => {
    const { plan, context } = await kit.plan('run_command', { command: 'touch never' });
    if (plan.shown.type !== 'argv') throw new Error('unexpected');
    const claimed = {
      ...plan,
      shown: { ...plan.shown, sandbox: plan.shown.sandbox === 'none' ? 'bubblewrap' : 'none' },
    };
    const full = await kit.toolContext(claimed, context);
    const spec = { argv: ['bash', '-c', 'touch never'] as const, cwd: kit.root, network: false, timeoutMs: 1_000 };
    expect(await full.spawn(spec).then(() => 'done', reasonOf)).toBe('changed_meanwhile');
    expect(existsSync(join(kit.root, 'never'))).toBe(false);
  });
});

describe('a background command', () => {
  it('goes on after its call, is read in pieces and ended by name', async () => {
    const started = await run({
      command: 'echo up; while [ ! -f go ]; do sleep 0.05; done; echo went; sleep 60',
      background: true,
    });
    expect(started.output).toContain('is still running');
    expect(started.output).toContain('up');
    const id = /process_id (p\d+)/.exec(started.output)?.[1];
    writeFileSync(join(kit.root, 'go'), '');
    let later = '';
    while (!later.includes('went')) later += (await run({ process_id: id })).output;
    expect(later).not.toContain('up');
    expect((await run({ process_id: id, action: 'kill' })).output).toContain(`${id} was ended`);
    expect((await run({ process_id: id })).output).toContain(`${id} has ended`);
  });

  it('asks nobody to be read or ended, and belongs to its session alone', async () => {
    const started = await run({ command: 'sleep 60', background: true });
    const id = /process_id (p\d+)/.exec(started.output)?.[1];
    const { plan } = await kit.plan('run_command', { process_id: id, action: 'kill' });
    expect(plan.effects.map((effect) => effect.type)).toEqual(['read']);
    const tool = await kit.tool('run_command');
    const other = await kit.context(neverAborts, { session: 's2' });
    expect(await tool.plan(tool.input.parse({ process_id: id }), other).then(() => 'done', reasonOf)).toBe('not_found');
    await kit.builtIn.endBackground(SessionId.parse('s1'));
    expect((await run({ process_id: id })).output).toContain('has ended');
  });

  it('that fails at once says so in the same answer', async () => {
    expect(await run({ command: 'echo broken >&2; exit 4', background: true })).toMatchObject({
      exitCode: 4,
      isError: true,
    });
  });

  it('finds a bound to how many there are', async () => {
    for (let count = 0; count < 8; count += 1) await run({ command: 'sleep 60', background: true });
    expect(await kit.refusal('run_command', { command: 'sleep 60', background: true })).toBe('too_many_processes');
    await kit.builtIn.endBackground(SessionId.parse('s1'));
  });
});

describe.skipIf(!existsSync('/usr/bin/bwrap'))('the attacks of the probe, run by the agent’s own tool', () => {
  it('are all refused [T19] [T20]', async () => {
    const scene = { clock: systemClock, home: kit.home, dataFolder: kit.data, ports: [], sockets: [] };
    const built = await buildScene(scene);
    const hook = join(kit.root, '.git', 'hooks', 'pre-commit');
    mkdirSync(join(kit.root, '.git', 'hooks'), { recursive: true });
    writeFileSync(hook, '#!/bin/sh\n');
    const { output } = await run({ command: probeScript({ ...built.scene, hook }), timeout_s: 60 });
    const refused = parseVerdicts(unmarkUntrusted(output));
    // Whether it outlives its parent is tried by the start-up probe alone: here the parent is this test.
    expect(probeIds.filter((id) => !refused.has(id))).toEqual(['survives_parent']);
    expect([...(await built.breaches())]).toEqual([]);
    await built.dispose();
  });
});

describe('without a sandbox', () => {
  it('says so on the card', async () => {
    const plain = createToolKit({ bwrapPath: '/nonexistent/bwrap' });
    const { plan, result } = await plain.run('run_command', { command: 'echo hi' });
    expect(plan.shown).toMatchObject({ sandbox: 'none' });
    expect(unmarkUntrusted(result.output)).toContain('hi');
    await plain.close();
  });
});

describe('output as text', () => {
  it('drops colours, titles and what a progress bar has written over', () => {
    expect(plainOutput('\u001b[31mred\u001b[0m \u001b]0;title\u0007x')).toBe('red x');
    expect(plainOutput('10%\r50%\r100%\ndone\r\n')).toBe('100%\ndone\n');
    expect(plainOutput('ends with\r')).toBe('ends with\r');
  });

  it('keeps beginning and end and counts the rest', () => {
    const buffer = createTailBuffer(4, 4);
    for (const letter of 'abcdefghijklmnopqrstuvwxyz') buffer.add(letter);
    const text = buffer.text();
    expect(text.startsWith('abcd')).toBe(true);
    expect(text.endsWith('wxyz')).toBe(true);
    const [, dropped] = /(\d+) characters left out/.exec(text) ?? [];
    expect(text.replace(/\n\[.*\]\n/s, '').length + Number(dropped)).toBe(26);
    const small = createTailBuffer(10, 10);
    small.add('short');
    expect(small.text()).toBe('short');
  });
});

describe('what a command changes in its folder', () => {
  it('can be put back, and the card says what cannot [T43]', async () => {
    const own = createToolKit();
    try {
      await own.sandbox.probe(neverAborts);
      writeFileSync(join(own.root, 'notes.txt'), 'mine');
      const { plan, result } = await own.run('run_command', { command: 'echo changed > notes.txt; echo new > b.txt' });
      expect(result.exitCode).toBe(0);
      expect(plan).toMatchObject({ canUndo: false, cannotUndo: { key: 'undo.cannot_command' } });
      const o = { keepCopy: false, signal: neverAborts };
      const outcomes = await own.ledger.undo.turn(TurnId.parse('t1'), o);
      expect(outcomes.map(({ outcome, path }) => `${outcome} ${path}`).sort()).toEqual([
        'put_back b.txt',
        'put_back notes.txt',
      ]);
      expect(readFileSync(join(own.root, 'notes.txt'), 'utf8')).toBe('mine');
      expect(existsSync(join(own.root, 'b.txt'))).toBe(false);
      const { plan: behind } = await own.plan('run_command', { command: 'sleep 1', background: true });
      expect(behind).toMatchObject({ cannotUndo: { key: 'undo.cannot_background' } });
    } finally {
      await own.close();
    }
  });
});
