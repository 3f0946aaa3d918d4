// Names of files, folders and patterns in a typed sentence.

/** Takes one pair of quotes or backticks off. */
export function unquote(text: string): string {
  const match = /^\s*(?:"([^"]*)"|'([^']*)'|`([^`]*)`)\s*$/.exec(text);
  return match === null ? text.trim() : (match[1] ?? match[2] ?? match[3] ?? '');
}

/** Files that people name without an ending. */
const wellKnown =
  /^(readme|license|licence|changelog|makefile|dockerfile|todo|notes|gemfile|procfile|copying|authors)$/i;
const article = /^(a|an|the|my|your|our|it|this|that|these|those|me|all|some|something|everything|files?|folders?)$/i;

/**
 * `file`: has an ending, a slash, or is well known. `glob`: that, or has a star. `word`: any single word that is not an
 * article. In quotes anything goes, spaces too. Undefined: the text names no such thing.
 */
export function readTarget(text: string, kind: 'file' | 'glob' | 'word'): string | undefined {
  const plain = text.trim();
  const inside = unquote(plain);
  if (inside === '' || inside.includes('\n') || /^https?:\/\//i.test(inside)) return undefined;
  if (inside !== plain) return inside;
  if (/\s/.test(plain) || article.test(plain)) return undefined;
  if (kind === 'word') return plain;
  const looksLikeFile =
    /[^.\s]\.[A-Za-z0-9]{1,10}$/.test(plain) || plain.includes('/') || /^\.\w/.test(plain) || wellKnown.test(plain);
  return looksLikeFile || (kind === 'glob' && /[*?]/.test(plain)) ? plain : undefined;
}
