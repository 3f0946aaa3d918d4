// What a virtual board is to the link that is opened to it.
export type BoardLine = {
  /** Resolves when the bytes are on their way; waits where too many are. Errors: `cancelled`. */
  write(bytes: Uint8Array, signal: AbortSignal): Promise<void>;
  unplug(): void;
};

export interface Board {
  /** Somebody opened its port; there is one at a time. */
  plug(onBytes: (bytes: Uint8Array) => void): BoardLine;
  /** Resolves when it is no more, whoever ended it. */
  readonly gone: Promise<void>;
  stop(): Promise<void>;
}
