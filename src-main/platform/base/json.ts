// JSON that is stable in bytes: what prompts, hashes and cursors are made of.
import { createHash } from 'node:crypto';

/** Keys in code-unit order at every level; undefined fields are left out, as JSON does. */
export function stableJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : inner,
  );
}

/** Hex SHA-256 of the stable JSON of a value. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(stableJson(value)).digest('hex');
}

/** Undefined for text that is not JSON: a half-received tool input, a damaged file. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // callers tell "not JSON" from a value by undefined, which JSON cannot hold
  }
}
