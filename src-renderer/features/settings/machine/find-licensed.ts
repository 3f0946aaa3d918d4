// Which works of others a few typed letters mean.
import type { Licensed } from '#renderer/api/licences.ts';

/** Every word must be found in the name, the licence, the author or the package around it; nothing typed finds all. */
export function findLicensed(packages: readonly Licensed[], typed: string): readonly Licensed[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return packages;
  return packages.filter(({ name, version, licence, author, carrier }) => {
    const text = [name, version, licence, author, carrier].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
