// Takes the secrets that are known out of a text, in all their forms; also out of a text that comes in pieces.
import { formsOf, minFormChars, type SecretForm } from './secret-forms.ts';
import { createMatcher, type Found, type SecretMatcher } from './secret-matcher.ts';

export const mark = '[redacted]';

/** One reader's text in pieces. What may be the beginning of a secret is held back until the next piece tells. */
export interface PieceRedactor {
  push(piece: string): string;
  /** What was held back. */
  end(): string;
}

export interface KnownSecrets {
  /** Shorter than eight characters is ignored: it would stand in ordinary words. */
  add(secret: string): void;
  redact(text: string): string;
  pieces(): PieceRedactor;
}

function cutOut(text: string, found: readonly Found[], end: number): string {
  let out = '';
  let at = 0;
  for (const { from, to } of found) {
    if (from >= end) break;
    out += text.slice(at, from) + mark;
    at = to;
  }
  return at >= end ? out : out + text.slice(at, end);
}

/** Where a text can be cut so that nothing before it is part of a secret that goes on behind its end. */
function settledEnd(text: string, found: readonly Found[], matcher: SecretMatcher): number {
  let from = 0;
  for (;;) {
    const at = matcher.unfinishedAt(text, from);
    // Inside one that is whole already nothing new begins, unless a longer one begins at the same place.
    const around = found.find((one) => one.from < at && at < one.to);
    if (around === undefined) return at;
    from = around.to;
  }
}

export function createKnownSecrets(): KnownSecrets {
  const secrets = new Set<string>();
  const forms = new Map<string, SecretForm>();
  let matcher: SecretMatcher | undefined;
  /** Built anew on the next use after a secret was added. */
  const current = (): SecretMatcher => {
    matcher ??= createMatcher([...forms.values()]);
    return matcher;
  };
  return {
    add(secret) {
      if (secret.length < minFormChars || secrets.has(secret)) return;
      secrets.add(secret);
      for (const form of formsOf(secret)) if (forms.get(form.text)?.folds !== true) forms.set(form.text, form);
      matcher = undefined;
    },
    redact(text) {
      if (forms.size === 0 || text.length < minFormChars) return text;
      const found = current().find(text);
      return found.length === 0 ? text : cutOut(text, found, text.length);
    },
    pieces() {
      let held = '';
      return {
        push(piece) {
          if (forms.size === 0 && held === '') return piece;
          const text = held + piece;
          const found = current().find(text);
          const end = settledEnd(text, found, current());
          held = text.slice(end);
          return cutOut(text, found, end);
        },
        end() {
          const text = held;
          held = '';
          return text === '' ? '' : cutOut(text, current().find(text), text.length);
        },
      };
    },
  };
}
