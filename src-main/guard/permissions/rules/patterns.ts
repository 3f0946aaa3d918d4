// What commands, hosts, tools and devices are matched with: plain wildcards, no regular expressions from outside.

const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** `*` stands for any text, everything else for itself. */
export function matchesWildcard(text: string, pattern: string): boolean {
  if (!pattern.includes('*')) return text === pattern;
  return new RegExp(`^${pattern.split(/\*+/).map(literally).join('[^]*')}$`).test(text);
}

/** Word by word; a last word that is `*` alone stands for any further words, also none. */
export function matchesArgv(argv: readonly string[], pattern: readonly string[]): boolean {
  const isOpen = pattern.at(-1) === '*';
  const words = isOpen ? pattern.slice(0, -1) : pattern;
  if (isOpen ? argv.length < words.length : argv.length !== words.length) return false;
  return words.every((word, index) => matchesWildcard(argv[index] ?? '', word));
}

export type HostPattern = { readonly host: string; readonly port?: number | undefined };
export type Host = { readonly host: string; readonly port: number };

/** The usual ports where a rule names none. */
const usualPorts = [80, 443];

export function matchesHost({ host, port }: Host, pattern: HostPattern): boolean {
  if (pattern.port === undefined ? !usualPorts.includes(port) && pattern.host !== '*' : port !== pattern.port)
    return false;
  const name = normalHost(host);
  const wanted = normalHost(pattern.host);
  if (wanted === '*') return true;
  return wanted.startsWith('*.') ? name.endsWith(wanted.slice(1)) : name === wanted;
}

const normalHost = (host: string) =>
  host
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/^\[|\]$/g, '');

/** The host of an origin or an address; undefined where it is none. */
export function hostOf(text: string): Host | undefined {
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`);
  if (url === null || url.hostname === '') return undefined;
  const usual = url.protocol === 'http:' || url.protocol === 'ws:' ? 80 : 443;
  return { host: normalHost(url.hostname), port: url.port === '' ? usual : Number(url.port) };
}
