// How code that is at work asks the person something, and where the open questions lie.
import type { CallId, SessionId } from '#main/contract/ids.ts';
import type { Question, QuestionField, QuestionValues } from '#main/contract/questions.ts';

export type AskRequest = {
  /** The server of tools that asks; the person is told. Absent: Limpet asks. */
  readonly server?: string;
  readonly message: string;
  /**
   * `form`: a flat JSON schema of text, numbers, yes or no, and choices. `page`: answered at an address that the person
   * opens; the caller has judged it.
   */
  readonly what:
    | { readonly type: 'fields'; readonly fields: readonly QuestionField[] }
    | { readonly type: 'form'; readonly schema: { readonly properties?: unknown; readonly required?: unknown } }
    | { readonly type: 'page'; readonly url: string };
  /** Default: as long as an approval waits. */
  readonly waitMs?: number;
};

/** `declined`: a no. `cancelled`: put aside without an answer. `expired`: its time was over. `nobody`: nobody to ask. */
export type AskAnswer =
  | { readonly type: 'answered'; readonly values: QuestionValues }
  | { readonly type: 'declined' | 'cancelled' | 'expired' | 'nobody' };

export type AskPlace = { readonly sessionId: SessionId; readonly callId: CallId };

export interface AskPerson {
  /**
   * Resolves with what the person says; values fit their fields. Rejects with `cancelled` when the signal aborts, which
   * closes the question, with `forbidden` (reason `asks_for_key`) for a form that asks for a key, `invalid_input` for a form
   * that nobody can fill in, and `conflict` (reason `too_many_questions`) while too many lie open.
   */
  ask(
    request: AskRequest,
    o: { readonly place?: AskPlace | undefined; readonly signal: AbortSignal },
  ): Promise<AskAnswer>;
}

export interface QuestionDesk extends AskPerson {
  /** Oldest first. */
  open(): Question[];
  /** As `questions.answer` of the contract. */
  answer(o: {
    readonly questionId: string;
    readonly action: 'accept' | 'decline' | 'cancel' | 'nobody';
    readonly values: QuestionValues;
  }): void;
}
