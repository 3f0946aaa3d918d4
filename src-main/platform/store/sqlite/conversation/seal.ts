// A hash beside what is stored, so that a damaged row is told apart from a sound one when it is read.
import { hash } from 'node:crypto';

type Field = string | number | null;

/** 132 bits over all fields in order. */
export function sealOf(fields: readonly Field[]): string {
  return hash('sha256', JSON.stringify(fields), 'base64url').slice(0, 22);
}

/** The stored JSON as the value it was made from; undefined when seal or JSON is broken. */
export function unseal<T>(json: string, isSound: boolean): T | undefined {
  if (!isSound) return undefined;
  try {
    return JSON.parse(json) as T; // the seal says: exactly the text that was made from a T
  } catch {
    return undefined; // cannot be with a sound seal, short of a collision: treat as damage
  }
}
