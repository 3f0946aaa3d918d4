// What one process may reach through the proxy, and which keys are put into which of its requests.
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { AppError } from '#main/contract/errors.ts';
import { createKnownSecrets, type KnownSecrets } from '#main/platform/base/redaction/redact-known.ts';
import type { ProxyRequest, ProxySecret } from '../port.ts';
import { covers, type HostRule, parseHostRule } from './host-rules.ts';

export type Target = { readonly host: string; readonly port: number; readonly secure: boolean };

type Injected = ProxySecret & { readonly rule: HostRule; readonly placeholder: string };

export type Session = Pick<ProxyRequest, 'purpose' | 'place' | 'never' | 'onTraffic'> & {
  readonly token: string;
  /** Ends what is open of it. */
  readonly signal: AbortSignal;
  /** Variables of the child with their placeholders. */
  readonly variables: Readonly<Record<string, string>>;
  readonly needsAuthority: boolean;
  /** Of keys that went out: none of them comes back. */
  readonly sent: KnownSecrets;
  mayReach(target: Target): boolean;
  /** Keys for this host; only over TLS. */
  secretsFor(target: Target): readonly Injected[];
  end(): void;
};

const headerName = /^[a-z0-9-]{1,64}$/;

function prepare(secret: ProxySecret, rules: readonly HostRule[] | 'any'): Injected {
  const rule = parseHostRule(secret.host);
  const header = secret.header.toLowerCase();
  const isCovered = rules === 'any' || rules.some((one) => covers(one, rule.name, rule.port) || sameRule(one, rule));
  if (!headerName.test(header) || header === 'host' || header.startsWith('proxy-') || !isCovered)
    throw new AppError(
      'invalid_input',
      `The key ${secret.name} is for a host or header that this program does not have.`,
      {
        details: { reason: 'bad_host' },
      },
    );
  return { ...secret, header, rule, placeholder: `limpet_${randomBytes(18).toString('hex')}` };
}

const sameRule = (a: HostRule, b: HostRule) => a.name === b.name && a.port === b.port && (a.below || !b.below);

/** Errors: `invalid_input` (`bad_host`). */
export function createSession(request: ProxyRequest): Session {
  const rules = request.hosts === 'any' ? 'any' : request.hosts.map(parseHostRule);
  const secrets = (request.secrets ?? []).map((secret) => prepare(secret, rules));
  if (request.listen === 'port' && secrets.length > 0)
    throw new AppError('invalid_input', 'No key is put in for whoever finds an open port.');
  const stop = new AbortController();
  const { purpose, place, never, onTraffic } = request;
  return {
    purpose,
    ...(place === undefined ? {} : { place }),
    ...(never === undefined ? {} : { never }),
    ...(onTraffic === undefined ? {} : { onTraffic }),
    token: randomBytes(24).toString('base64url'),
    signal: stop.signal,
    variables: Object.fromEntries(
      secrets.flatMap((one) => (one.variable === undefined ? [] : [[one.variable, one.placeholder]])),
    ),
    needsAuthority: secrets.length > 0,
    sent: createKnownSecrets(),
    mayReach: ({ host, port }) => rules === 'any' || rules.some((rule) => covers(rule, host, port)),
    secretsFor: ({ host, port, secure }) => (secure ? secrets.filter((one) => covers(one.rule, host, port)) : []),
    end: () => stop.abort(),
  };
}

/** The session whose token the header carries; compared in constant time, so that no answer tells how near a guess was. */
export function sessionOf(header: string | undefined, sessions: Iterable<Session>): Session | undefined {
  const [, encoded = ''] = /^basic ([a-z0-9+/=]{1,512})$/i.exec(header ?? '') ?? [];
  const given = Buffer.from(Buffer.from(encoded, 'base64').toString('latin1').split(':')[1] ?? '', 'latin1');
  let found: Session | undefined;
  for (const session of sessions) {
    const token = Buffer.from(session.token, 'latin1');
    if (given.length === token.length && timingSafeEqual(given, token)) found = session;
  }
  return found;
}
