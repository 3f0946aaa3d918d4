// The split of a growing text, from render to render: only what is new is split again.
import { useEffect, useRef } from 'react';
import { type SplitText, splitBlocks } from './split-blocks.ts';

export function useSplit(text: string, isStreaming: boolean): SplitText {
  const last = useRef<{ readonly split: SplitText; readonly raw: string; readonly isStreaming: boolean } | undefined>(
    undefined,
  );
  const before = last.current;
  const isSame = before !== undefined && before.raw === text && before.isStreaming === isStreaming;
  const split = isSame ? before.split : splitBlocks(text, !isStreaming, before?.split);
  useEffect(() => {
    last.current = { split, raw: text, isStreaming };
  }, [split, text, isStreaming]);
  return split;
}
