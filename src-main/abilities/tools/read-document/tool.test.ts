// Documents as the model reads them: from the workspace and from attachments, with where to go on.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makePdf, makeXlsx } from '#main/abilities/documents/testing/make-files.ts';
import { unmarkUntrusted } from '#main/contract/untrusted-text.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { createToolKit, reasonOf, type ToolKit } from '../testing/tool-kit.ts';

const pages = Array.from({ length: 400 }, (_, page) => `Page ${page + 1}: ${'tide '.repeat(18)}`);

describe('read_document', () => {
  let kit: ToolKit;
  const run = async (input: object) => unmarkUntrusted((await kit.run('read_document', input)).result.output);
  beforeAll(async () => {
    kit = createToolKit({ attachments: { b1: { name: 'report.pdf', bytes: makePdf(['From a message']) } } });
    writeFileSync(join(kit.root, 'book.pdf'), makePdf(pages));
    writeFileSync(
      join(kit.root, 'tides.xlsx'),
      await makeXlsx({
        Tides: [
          ['when', 'm'],
          ['06:12', 4.1],
        ],
      }),
    );
  });
  afterAll(() => kit.close());

  it('gives as many pages as fit and the range to go on with', async () => {
    const first = await run({ path: 'book.pdf' });
    expect(first).toMatch(/book\.pdf: PDF; pages 1-\d+ of 400/);
    const [, from = ''] = /\[go on with range (\d+)-\d+\]/.exec(first) ?? [];
    expect(await run({ path: 'book.pdf', range: from })).toContain(`[page ${from}]`);
  });

  it('names the sheets of a workbook', async () => {
    const text = await run({ path: 'tides.xlsx' });
    expect(text).toContain('sheet "Tides" of "Tides"; rows 1-2 of 2; 2 columns.');
    expect(text).toContain('06:12,4.1');
  });

  it('reads an attachment of this chat, never one of another', async () => {
    expect(await run({ attachment: 'b1' })).toContain('From a message');
    const tool = await kit.tool('read_document');
    const other = await kit.context(neverAborts, { session: 's2' });
    expect(await tool.plan(tool.input.parse({ attachment: 'b1' }), other).then(() => 'planned', reasonOf)).toBe(
      'not_found',
    );
  });

  it('marks what it read as foreign text', async () => {
    const { result } = await kit.run('read_document', { path: 'tides.xlsx' });
    expect(result.output).not.toBe(unmarkUntrusted(result.output));
  });
});
