// JSON-RPC with a program that the sandbox started: one message a line each way, what it prints besides goes to its log.
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { type JSONRPCMessage, JSONRPCMessageSchema } from '@modelcontextprotocol/sdk/types.js';
import { AppError } from '#main/contract/errors.ts';
import type { RunningProcess } from '#main/guard/sandbox/port.ts';

export type ProcessTransportOptions = {
  readonly process: RunningProcess;
  /** A line of stderr, or of stdout that is no message. */
  readonly onLog: (text: string) => void;
};

const shownChars = 2_000;

/** The whole lines of what was said, and the rest for later. */
function splitLines(text: string): { lines: string[]; rest: string } {
  const lines = text.split(/\r?\n/);
  const rest = lines.pop() ?? '';
  return rest.length > shownChars ? { lines: [...lines, rest], rest: '' } : { lines, rest };
}

export class ProcessTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  readonly #process: RunningProcess;
  readonly #onLog: (text: string) => void;
  #isClosed = false;
  /** How the program ended, once it has. */
  ended: Awaited<RunningProcess['exit']> | undefined;

  constructor({ process, onLog }: ProcessTransportOptions) {
    this.#process = process;
    this.#onLog = onLog;
  }

  async start(): Promise<void> {
    void this.#readMessages().catch((error: unknown) => this.#fail(error));
    void this.#readLog().catch((error: unknown) => this.#fail(error));
    void this.#process.exit.then((exit) => {
      this.ended = exit;
      this.#closed();
    });
  }

  async send(message: JSONRPCMessage): Promise<void> {
    if (this.#isClosed || this.#process.stdin === undefined)
      throw new AppError('unavailable', 'The server has ended.', { details: { reason: 'mcp_ended' } });
    await this.#process.stdin.write(`${JSON.stringify(message)}\n`);
  }

  /** Its input ends first, so that a server in order ends by itself; then the whole tree is ended. */
  async close(): Promise<void> {
    this.#process.stdin?.end();
    await this.#process.kill();
    this.#closed();
  }

  async #readMessages(): Promise<void> {
    const decoder = new TextDecoder();
    for await (const bytes of this.#process.lines ?? []) {
      const line = decoder.decode(bytes);
      const message = parseMessage(line);
      if (message !== undefined) this.onmessage?.(message);
      else if (line.trim() !== '') this.#onLog(line.slice(0, shownChars));
    }
  }

  async #readLog(): Promise<void> {
    let rest = '';
    for await (const { text } of this.#process.output) {
      const split = splitLines(rest + text);
      rest = split.rest;
      for (const line of split.lines) if (line.trim() !== '') this.#onLog(line.slice(0, shownChars));
    }
    if (rest.trim() !== '') this.#onLog(rest);
  }

  #fail(error: unknown): void {
    this.onerror?.(error instanceof Error ? error : new Error(String(error)));
    void this.close();
  }

  #closed(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.onclose?.();
  }
}

function parseMessage(line: string): JSONRPCMessage | undefined {
  try {
    return JSONRPCMessageSchema.parse(JSON.parse(line));
  } catch {
    return undefined; // many servers greet on stdout before they speak
  }
}
