// Versions as semantic versioning orders them, and the channel that each belongs to.
const semver = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-((?:[0-9A-Za-z-]+\.)*[0-9A-Za-z-]+))?$/;

export function isVersion(text: string): boolean {
  return semver.test(text);
}

/** Below zero: `a` is older. Numbers before words, as semantic versioning orders what comes after the dash. */
export function compareVersions(a: string, b: string): number {
  const [partsA, partsB] = [a, b].map((text) => semver.exec(text));
  if (!partsA || !partsB) throw new Error(`${partsA ? b : a} is no version`);
  for (const index of [1, 2, 3]) {
    const difference = Number(partsA[index]) - Number(partsB[index]);
    if (difference !== 0) return difference;
  }
  return compareTails(partsA[4]?.split('.') ?? [], partsB[4]?.split('.') ?? []);
}

function compareTails(a: readonly string[], b: readonly string[]): number {
  // A version with a tail comes before the one without.
  if (a.length === 0 || b.length === 0) return b.length - a.length;
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const [one, other] = [a[index], b[index]];
    if (one === undefined || other === undefined) return one === undefined ? -1 : 1;
    const isNumber = [one, other].map((part) => /^\d+$/.test(part));
    if (isNumber[0] && isNumber[1] && Number(one) !== Number(other)) return Number(one) - Number(other);
    if (isNumber[0] !== isNumber[1]) return isNumber[0] ? -1 : 1;
    if (one !== other) return one < other ? -1 : 1;
  }
  return 0;
}

/** `1.2.3-beta.4` goes to those who asked for such, everything without a tail to everybody. */
export function channelOf(version: string): 'stable' | 'beta' {
  return version.includes('-') ? 'beta' : 'stable';
}
