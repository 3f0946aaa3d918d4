// Which hosts a process may reach: `name`, `name:port`, `*.name`, `*.name:port`.
import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { AppError } from '#main/contract/errors.ts';

export type HostRule = { readonly name: string; readonly below: boolean; readonly port: number };

const httpsPort = 443;

const bad = (text: string) =>
  new AppError('invalid_input', `"${text.slice(0, 100)}" names no host. Write it as example.org or example.org:443.`, {
    details: { reason: 'bad_host' },
  });

/** A star alone, or over a whole ending such as `*.com`, is no list of hosts. Errors: `invalid_input` (`bad_host`). */
export function parseHostRule(text: string): HostRule {
  const [, written = '', digits] = /^(\[[0-9a-f:.]+\]|[^\s:/?#@[\]]+)(?::(\d{1,5}))?$/i.exec(text.trim()) ?? [];
  const port = digits === undefined ? httpsPort : Number(digits);
  const below = written.startsWith('*.');
  const bare = (below ? written.slice(2) : written).replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const name = isIP(bare) === 0 ? domainToASCII(bare) : bare.toLowerCase();
  if (name === '' || name.includes('*') || port < 1 || port > 65_535) throw bad(text);
  if (isIP(name) === 0 && !/^([a-z0-9_]([a-z0-9_-]*[a-z0-9_])?\.)+[a-z0-9][a-z0-9-]*$/.test(name)) throw bad(text);
  if (below && (isIP(name) !== 0 || !name.includes('.'))) throw bad(text);
  return { name, below, port };
}

export function covers(rule: HostRule, host: string, port: number): boolean {
  const name = host.toLowerCase().replace(/\.$/, '');
  if (rule.port !== port) return false;
  return rule.below ? name.endsWith(`.${rule.name}`) : name === rule.name;
}
