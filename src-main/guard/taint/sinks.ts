// Ways out: which of a call's effects carry bytes to somebody else, and which bytes.
import type { Effect, Shown } from '#main/contract/messages.ts';
import type { PermissionRequest } from '#main/guard/permissions/port.ts';
import { isSkillScript } from './call-label.ts';
import { plainAddress } from './named-addresses.ts';
import type { TaintOutgoing } from './port.ts';

type Asked = Pick<PermissionRequest, 'effects' | 'shown' | 'tool'>;

export type SinkDeps = {
  /** The person wrote exactly this address in this chat. */
  readonly isNamed: (address: string) => Promise<boolean>;
  /**
   * The person wrote a rule that allows exactly this host: to read there is no new way out. Never by a pattern, for whoever
   * can get a name below it would be reached too; and only reading, for what is posted lies where others may look.
   */
  readonly isAllowedHost: (host: string, port: number) => Promise<boolean>;
};

const unsandboxed = new Set(['none', 'off', 'probing']);

/** Of an execute that is a command here, and not a server that somebody else runs. */
const isCommand = (effect: Effect) => effect.type === 'execute' && !effect.target.startsWith('mcp:');

/** A command that no sandbox holds. */
export function runsFree({ effects, shown }: Pick<Asked, 'effects' | 'shown'>): boolean {
  return effects.some(isCommand) && shown.type === 'argv' && unsandboxed.has(shown.sandbox);
}

function addressOf(shown: Shown): URL | undefined {
  return shown.type === 'request' && URL.canParse(shown.url) ? new URL(shown.url) : undefined;
}

/** Only an address, and nothing beside it that the model could have filled. */
function isBareRead(shown: Extract<Shown, { type: 'request' }>): boolean {
  const { type: _type, method, url: _url, ...rest } = shown;
  return (method === 'GET' || method === 'HEAD') && Object.values(rest).every((value) => value === undefined);
}

/** They refuse to be led on to another host; a browser goes wherever a page sends it. */
const stayAtHost = new Set(['web_fetch', 'http_request']);

async function isExpected(effect: Effect, { shown, tool }: Asked, d: SinkDeps): Promise<boolean> {
  if (!URL.canParse(effect.target) || shown.type !== 'request' || !isBareRead(shown)) return false;
  const origin = new URL(effect.target);
  const asked = plainAddress(shown.url);
  if (asked === undefined || new URL(asked).origin !== origin.origin) return false;
  const port = Number(origin.port === '' ? (origin.protocol === 'https:' ? 443 : 80) : origin.port);
  if (await d.isNamed(asked)) return true;
  return stayAtHost.has(tool) && (await d.isAllowedHost(origin.hostname, port));
}

/** A command in a sandbox without network reaches nobody; with it, or without a sandbox, everybody. */
const commandLeaves = (shown: Shown) => shown.type !== 'argv' || shown.network || unsandboxed.has(shown.sandbox);

async function leaves(effect: Effect, asked: Asked, d: SinkDeps): Promise<boolean> {
  switch (effect.type) {
    case 'read':
    case 'write':
    case 'policy':
      return effect.target.startsWith('mcp:');
    case 'execute':
      // A skill's script has no way out but the hosts that are effects of their own.
      if (isSkillScript(effect)) return false;
      return effect.target.startsWith('mcp:') || commandLeaves(asked.shown);
    case 'network':
      return !(await isExpected(effect, asked, d));
    case 'message':
      return effect.target !== 'self';
    case 'device':
      return true;
  }
}

/** The first way out of this call, undefined when it has none. */
export async function wayOut(asked: Asked, d: SinkDeps): Promise<TaintOutgoing | undefined> {
  const { effects, shown } = asked;
  for (const effect of effects) {
    if (!(await leaves(effect, asked, d))) continue;
    const text = outgoingText(shown);
    return { to: addressOf(shown)?.origin ?? effect.target, text, sizeBytes: Buffer.byteLength(text) };
  }
  return undefined;
}

/** Everything of the card that the model could have filled with something. */
function outgoingText(shown: Shown): string {
  if (shown.type === 'argv') return shown.argv.join('\n');
  if (shown.type === 'diff') return shown.diff;
  if (shown.type === 'text') return shown.text;
  const plain = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
  if (shown.type !== 'request') return plain(shown);
  const { type: _type, method, url, ...rest } = shown;
  const more = Object.values(rest).filter((value) => value !== undefined);
  return [`${method} ${url}`, ...more.map(plain)].join('\n');
}
