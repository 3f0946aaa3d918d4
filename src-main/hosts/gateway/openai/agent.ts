// What the OpenAI-compatible address asks of the core.
import type { ErrorData } from '#main/contract/errors.ts';
import type { StopReason, Usage } from '#main/contract/messages.ts';

export type ApiTurnEvent =
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly type: 'done';
      readonly usage: Pick<Usage, 'inputTokens' | 'outputTokens'> & Partial<Usage>;
      readonly stopReason: StopReason;
    }
  | { readonly type: 'error'; readonly error: ErrorData };

/** One turn ends with exactly one `done` or `error`. Abort stops it. */
export interface ApiAgent {
  isEnabled(): boolean;
  /** In constant time. */
  checkKey(key: string): Promise<boolean>;
  /** Models that a person connected; never the offline one. */
  listModels(signal: AbortSignal): Promise<readonly { readonly id: string; readonly ownedBy: string }[]>;
  runTurn(o: {
    readonly text: string;
    readonly model: string;
    /** The same key goes on in the same session; undefined starts a new one. */
    readonly sessionKey: string | undefined;
    readonly signal: AbortSignal;
  }): AsyncIterable<ApiTurnEvent>;
}
