// The commands in the background through their own tool.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { neverAborts } from '#main/platform/base/abort.ts';
import { createToolKit, reasonOf, type ToolKit } from '../testing/tool-kit.ts';

describe('process', () => {
  let kit: ToolKit;
  const run = async (input: object) => (await kit.run('process', input)).result.output;
  beforeAll(() => {
    kit = createToolKit();
  });
  afterAll(() => kit.close());

  it('lists what was started, reads what is new and ends it', async () => {
    expect(await run({ action: 'list' })).toMatch(/^No command/);
    const started = await kit.run('run_command', { command: 'echo up; sleep 60', background: true });
    const id = /process_id (p\d+)/.exec(started.result.output)?.[1];
    expect(await run({ action: 'list' })).toBe(`${id}: running: echo up; sleep 60`);
    expect(await run({ action: 'output', id })).toBe(`${id}: running, no new output`);
    expect(await run({ action: 'kill', id })).toContain(`${id} was ended`);
    expect(await run({ action: 'list' })).toMatch(new RegExp(`^${id}: ended`));
  });

  it('shows nothing of another chat', async () => {
    const started = await kit.run('run_command', { command: 'sleep 60', background: true });
    const id = /process_id (p\d+)/.exec(started.result.output)?.[1];
    const tool = await kit.tool('process');
    const other = await kit.context(neverAborts, { session: 's2' });
    expect(await tool.plan(tool.input.parse({ action: 'output', id }), other).then(() => 'planned', reasonOf)).toBe(
      'not_found',
    );
    const plan = await tool.plan(tool.input.parse({ action: 'list' }), other);
    expect((await tool.run(plan, await kit.toolContext(plan, other))).output).toMatch(/^No command/);
    await run({ action: 'kill', id });
  });
});
