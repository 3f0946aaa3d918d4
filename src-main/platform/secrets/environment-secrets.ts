// Values of the environment that are worth hiding, told by the names of their variables and by their own shape.
const secretName =
  /(^|_)(api_?key|access_?key(_id)?|secret|secret_?key|private_?key|token|password|passwd|passphrase|credentials?|pat|dsn|key)(_base)?$|^LIMPET_SECRET_/i;
const looksLikeAPath = /^(\/|~|\.{1,2}\/|[A-Za-z]:\\)/;
const onlyWords = /^[a-z]+$/i;
const passwordInUrl = /^[a-z][a-z0-9+.-]*:\/\/[^\s:/?#@]*:([^\s/?#@]+)@/i;

/** "postgres" or "changeme" stands in ordinary output; hiding it there would hide nothing from anybody. */
const isWorthHiding = (value: string) =>
  value.length >= 8 && !looksLikeAPath.test(value) && !(onlyWords.test(value) && value.length < 16);

/** Values that no log and no tool output may show; whole, and the password of an address alone as well. */
export function secretsOfEnvironment(environment: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(environment).flatMap(([name, value]) => {
    if (value === undefined) return [];
    const password = passwordInUrl.exec(value)?.[1];
    if (password !== undefined) return [value, password, decoded(password)].filter(isWorthHiding);
    return secretName.test(name) && isWorthHiding(value) ? [value] : [];
  });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
