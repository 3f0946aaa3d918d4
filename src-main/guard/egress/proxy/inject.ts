// Puts keys in the place of their placeholders, in the one header that was named for them.
import { AppError } from '#main/contract/errors.ts';
import type { ReadSecret } from '../port.ts';
import type { Session, Target } from './session.ts';

export type Headers = Record<string, string[]>;

const mark = '{secret}';

function inBasic(value: string, placeholder: string, secret: string): string | undefined {
  const [, encoded] = /^basic ([a-z0-9+/=_-]+)$/i.exec(value.trim()) ?? [];
  if (encoded === undefined) return undefined;
  const plain = Buffer.from(encoded, 'base64').toString('utf8');
  if (!plain.includes(placeholder)) return undefined;
  return `Basic ${Buffer.from(plain.replaceAll(placeholder, secret)).toString('base64')}`;
}

const legal = (value: string) => /^[\t\x20-\x7e\x80-\xff]*$/.test(value);

/** Names of the keys that were put in. Errors: `unavailable` (`secret_missing`) when the store has not what the request needs. */
export async function injectSecrets(
  headers: Headers,
  o: { session: Session; target: Target; read: ReadSecret },
): Promise<readonly string[]> {
  const used: string[] = [];
  for (const { name, header, placeholder, template } of o.session.secretsFor(o.target)) {
    const given = headers[header];
    const isWanted =
      given === undefined
        ? template !== undefined
        : given.some((value) => value.includes(placeholder) || inBasic(value, placeholder, '') !== undefined);
    if (!isWanted) continue;
    const secret = await o.read(name);
    if (secret === undefined || secret === '')
      throw new AppError('unavailable', `The key ${name} is not stored, so the request was not sent.`, {
        details: { reason: 'secret_missing', facts: { name } },
      });
    const set =
      given === undefined
        ? [(template ?? mark).replaceAll(mark, secret)]
        : given.map((value) => inBasic(value, placeholder, secret) ?? value.replaceAll(placeholder, secret));
    if (!set.every(legal))
      throw new AppError('unavailable', `The key ${name} holds characters that a header cannot carry.`, {
        details: { reason: 'secret_missing', facts: { name } },
      });
    o.session.sent.add(secret);
    headers[header] = set;
    used.push(name);
  }
  return used;
}
