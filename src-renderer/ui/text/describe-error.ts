// From an error as it travels to the sentence a person reads: the finest catalogue text first, the sender's own last.
import type { Translate } from '#main/platform/texts/translate.ts';

/** The shape of the wire's errors, as far as words need it. */
export type DescribableError = {
  readonly code: string;
  readonly message: string;
  readonly details?:
    | {
        readonly reason?: string | undefined;
        readonly model?: string | undefined;
        readonly logId?: string | undefined;
        readonly facts?: Readonly<Record<string, string | number | boolean>> | undefined;
      }
    | undefined;
};

/** `errors.reason_<reason>`, else `errors.<code>`, else the message that came along. Facts fill the placeholders. */
export function describeError(error: DescribableError, t: Translate): string {
  const facts = Object.entries(error.details?.facts ?? {}).map(([name, value]) => [name, String(value)] as const);
  const params: Record<string, string> = {
    ...Object.fromEntries(facts),
    ...(error.details?.model === undefined ? {} : { model: error.details.model }),
    ...(error.details?.logId === undefined ? {} : { logId: error.details.logId }),
  };
  const reason = error.details?.reason;
  const keys = [...(reason === undefined ? [] : [`errors.reason_${reason}`]), `errors.${error.code}`];
  for (const key of keys) {
    const sentence = t(key, params);
    // A placeholder that stayed means that this sentence lacks a fact; the next, plainer one is better.
    if (sentence !== key && !/\{\w+\}/.test(sentence)) return sentence;
  }
  return error.message;
}
