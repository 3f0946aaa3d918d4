import { describe, expect, it } from 'vitest';
import { openFence, type SplitText, splitBlocks, withDefinitions } from './split-blocks.ts';

const sample = `# Title

A paragraph
over two lines.

- one

- two

\`\`\`ts
const a = 1;

const b = 2;
\`\`\`

| a | b |
| --- | --- |
| 1 | 2 |

The end.`;

function stream(text: string, step: number): SplitText {
  let split: SplitText | undefined;
  for (let end = step; end < text.length + step; end += step) split = splitBlocks(text.slice(0, end), false, split);
  return splitBlocks(text, true, split);
}

describe('splitting Markdown while it is written', () => {
  it('ends with the same blocks, however the text arrived', () => {
    const whole = splitBlocks(sample, true);
    expect(whole.done.map((block) => block.source.trim())).toHaveLength(6);
    for (const step of [1, 3, 7, 40]) expect(stream(sample, step)).toEqual(whole);
  });

  it('never changes a block that it has called done', () => {
    let split: SplitText | undefined;
    let before: SplitText['done'] = [];
    for (let end = 1; end <= sample.length; end += 1) {
      split = splitBlocks(sample.slice(0, end), false, split);
      for (const [index, block] of before.entries()) expect(split.done[index]).toBe(block);
      before = split.done;
    }
  });

  it('keeps a list open over a blank line, because it may go on', () => {
    const split = splitBlocks('- one\n\n', false);
    expect(split.done).toEqual([]);
    expect(split.tail?.source).toBe('- one\n\n');
  });

  it('starts afresh when the text was replaced', () => {
    const first = splitBlocks('One.\n\nTwo.', false);
    expect(splitBlocks('Another text.', false, first).tail?.source).toBe('Another text.');
  });

  it('gives a block the definitions that its links refer to', () => {
    const split = splitBlocks('See [the table][t].\n\n[t]: https://example.com\n', true);
    expect(split.done).toHaveLength(1);
    expect(withDefinitions(split.done[0]?.source ?? '', split.definitions)).toContain('[t]: https://example.com');
  });

  it('tells an open fence from a closed one', () => {
    expect(openFence('```ts\nconst a')).toEqual({ language: 'ts', code: 'const a' });
    expect(openFence('````\n```\nstill open')).toEqual({ language: '', code: '```\nstill open' });
    expect(openFence('```ts\nconst a\n```')).toBeUndefined();
    expect(openFence('`inline` text')).toBeUndefined();
  });
});
