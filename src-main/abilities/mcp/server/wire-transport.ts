// A connection to Limpet's own server over Limpet's wire: messages go out on a stream, and come in as commands.
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { type JSONRPCMessage, JSONRPCMessageSchema } from '@modelcontextprotocol/sdk/types.js';
import { AppError } from '#main/contract/errors.ts';
import { parseJson } from '#main/platform/base/json.ts';

const heldMessages = 10_000;

export class WireTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  readonly #out: string[] = [];
  #wake: () => void = () => {};
  #isClosed = false;

  async start(): Promise<void> {}

  async send(message: JSONRPCMessage): Promise<void> {
    if (this.#out.length >= heldMessages) return void this.close(); // nobody reads any more
    this.#out.push(JSON.stringify(message));
    this.#wake();
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#wake();
    this.onclose?.();
  }

  /** `invalid_input` for what is no message. */
  take(text: string): void {
    const message = JSONRPCMessageSchema.safeParse(parseJson(text));
    if (!message.success) throw new AppError('invalid_input', 'This is no message of the protocol.');
    this.onmessage?.(message.data);
  }

  async *read(signal: AbortSignal): AsyncGenerator<string> {
    const stop = () => void this.close();
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    while (!this.#isClosed || this.#out.length > 0) {
      const next = this.#out.shift();
      if (next !== undefined) yield next;
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
    }
  }
}
