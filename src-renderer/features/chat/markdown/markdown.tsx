// Markdown as it streams in: finished blocks are drawn once and kept, only the block being written is drawn again.
import { memo } from 'react';
import { CodeView } from './code-view.tsx';
import { MarkdownBlock } from './markdown-block.tsx';
import { type Block, openFence, withDefinitions } from './split-blocks.ts';
import { useSplit } from './use-split.ts';

export type MarkdownProps = { readonly text: string; readonly isStreaming: boolean };

export const Markdown = memo(function Markdown({ text, isStreaming }: MarkdownProps) {
  const { done, tail, definitions } = useSplit(text, isStreaming);
  return (
    <div className={isStreaming ? 'prose prose-streaming' : 'prose'}>
      {groups(done).map((blocks) => (
        <BlockGroup key={blocks[0]?.start} blocks={blocks} definitions={definitions} />
      ))}
      {tail !== undefined && (
        <div className="prose-group">
          <TailBlock key={tail.start} source={withDefinitions(tail.source, definitions)} />
        </div>
      )}
    </div>
  );
});

/** So many blocks share one frame: few enough to skip in painting, many enough to be worth it. */
const groupSize = 8;

function groups(blocks: readonly Block[]): readonly (readonly Block[])[] {
  const all: (readonly Block[])[] = [];
  for (let from = 0; from < blocks.length; from += groupSize) all.push(blocks.slice(from, from + groupSize));
  return all;
}

type BlockGroupProps = { readonly blocks: readonly Block[]; readonly definitions: string };

/** Finished blocks keep their identity, so a full group is never rendered twice. */
const BlockGroup = memo(
  function BlockGroup({ blocks, definitions }: BlockGroupProps) {
    return (
      <div className="prose-group">
        {blocks.map((block) => (
          <MarkdownBlock key={block.start} source={withDefinitions(block.source, definitions)} />
        ))}
      </div>
    );
  },
  (before, after) =>
    before.definitions === after.definitions &&
    before.blocks.length === after.blocks.length &&
    before.blocks.every((block, index) => block === after.blocks[index]),
);

/** An open fence needs no Markdown parser at all, however long it grows. */
function TailBlock({ source }: { readonly source: string }) {
  const fence = openFence(source);
  if (fence !== undefined) return <CodeView code={fence.code} language={fence.language} isClosed={false} />;
  return <MarkdownBlock source={source} />;
}
