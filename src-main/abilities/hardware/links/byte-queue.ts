// What came in and was not taken yet: bytes for one reader, with a bound, so that the stream behind it never has to pause.
export interface ByteQueue {
  push(bytes: Uint8Array): void;
  /** Nothing comes any more; the reader gets what is left and then the end. */
  end(): void;
  readonly data: AsyncIterable<Uint8Array>;
}

/** Over `maxBytes` the oldest pieces go. */
export function createByteQueue(maxBytes = 1_048_576): ByteQueue {
  const pieces: Uint8Array[] = [];
  let held = 0;
  let hasEnded = false;
  let wake = () => {};
  async function* read(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const piece = pieces.shift();
      if (piece !== undefined) {
        held -= piece.length;
        yield piece;
      } else if (hasEnded) return;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  }
  return {
    push(bytes) {
      if (hasEnded || bytes.length === 0) return;
      pieces.push(bytes.length > maxBytes ? bytes.subarray(-maxBytes) : bytes);
      held += pieces.at(-1)?.length ?? 0;
      while (held > maxBytes) held -= pieces.shift()?.length ?? 0;
      wake();
    },
    end() {
      hasEnded = true;
      wake();
    },
    data: read(),
  };
}
