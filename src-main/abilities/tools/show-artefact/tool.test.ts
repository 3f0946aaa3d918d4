// What may be shown, and what the model is told when it cannot be.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createToolKit, type ToolKit } from '../testing/tool-kit.ts';

const chart = (change: object) =>
  JSON.stringify({ type: 'bar', labels: ['a'], series: [{ name: 's', values: [1] }], ...change });

describe('show_artefact', () => {
  let kit: ToolKit;
  beforeAll(() => {
    kit = createToolKit();
    writeFileSync(join(kit.root, 'tides.csv'), 'a,b\n1,2\n');
  });
  afterAll(() => kit.close());

  it('shows a content or a file, asks nobody, and says how to change it', async () => {
    const { plan, result } = await kit.run('show_artefact', { kind: 'csv', title: 'Tides', path: 'tides.csv' });
    expect(plan.effects).toEqual([{ type: 'read', target: 'tides.csv', insideWorkspace: true }]);
    expect(result.output).toMatch(/^Shown beside the chat as \S+, version 1\. /);
    const [, id = ''] = / as (\S+),/.exec(result.output) ?? [];
    const again = await kit.run('show_artefact', { kind: 'csv', title: 'Tides', content: 'a\n1\n', id });
    expect(again.result.output).toContain('version 2.');
  });

  it('refuses what nobody could look at, with how it should be', async () => {
    const refused = (input: object) => kit.refusal('show_artefact', { title: 'T', ...input });
    expect(await refused({ kind: 'chart', content: chart({}) })).toBe('done');
    for (const content of [
      '{',
      chart({ labels: ['a', 'b'] }),
      chart({ type: 'scatter' }),
      chart({ onClick: 'alert(1)' }),
    ])
      expect(await refused({ kind: 'chart', content }), content).toBe('bad_content');
    expect(await refused({ kind: 'svg', content: 'no drawing' })).toBe('bad_content');
    expect(await refused({ kind: 'html', content: 'x'.repeat(1_000_001) })).toBe('bad_content');
    expect(await refused({ kind: 'html', content: 'x', id: 'of-nobody' })).toBe('not_found');
  });
});
