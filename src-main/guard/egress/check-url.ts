// Whether the text of an address may be asked for at all: pure rules, no network.
import { isIP } from 'node:net';
import { AppError } from '#main/contract/errors.ts';

const refuse = (reason: string, sentence: string) =>
  new AppError('forbidden', sentence, { details: { reason }, retryable: false });
const blocked = () =>
  refuse('blocked_address', 'This address belongs to this machine or to its network, so it is not fetched.');

const localNames = /(^|\.)(localhost|local|localdomain|internal|intranet|lan|home|corp|private|home\.arpa|onion|i2p)$/;
export const isLocalName = (host: string) => localNames.test(host) || !host.includes('.');
// Ports of mail, shells, databases: nothing that a page is read from. After the list of the Fetch standard.
const badPorts = new Set(
  [
    1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110,
    111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 445, 465, 512, 513, 514, 515, 526, 530, 531,
    532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 2375, 2376, 3306, 3389,
    3659, 4045, 4190, 5060, 5061, 5432, 6000, 6379, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080, 11211, 27017,
  ].map(String),
);

/** The host as written: after the scheme and credentials, before port and path. */
function writtenHost(text: string): string {
  const rest = /^[a-z]+:\/\/([^/?#]*)/i.exec(text)?.[1] ?? '';
  return rest.replace(/:\d*$/, '').toLowerCase();
}

/**
 * Errors: `invalid_input` (`bad_url`) for what is no web address, `forbidden` with reason `blocked_address` (a name or a
 * number of this machine or network), `url_credentials`, `odd_host` (a number written so that it looks like something else)
 * or `blocked_port`. `isAllowed` judges addresses written as numbers.
 */
export function checkUrl(text: string, isAllowed: (address: string) => boolean): URL {
  const bad = () =>
    new AppError('invalid_input', 'This is no web address. Write it whole, with http:// or https://.', {
      details: { reason: 'bad_url' },
    });
  if (text.length > 8_192 || /[\p{Cc}\s\\]/u.test(text) || /%00/.test(text)) throw bad();
  if (!/^https?:\/\/[^/]/i.test(text) || !URL.canParse(text)) throw bad();
  const url = new URL(text);
  if (url.username !== '' || url.password !== '' || /^https?:\/\/[^/?#]*@/i.test(text))
    throw refuse('url_credentials', 'Addresses with a name or password in them are not fetched.');
  if (url.port !== '' && badPorts.has(url.port))
    throw refuse('blocked_port', `Port ${url.port} does not serve web pages, so it is not fetched.`);
  checkHost(url.hostname, writtenHost(text), isAllowed);
  return url;
}

function checkHost(hostname: string, written: string, isAllowed: (address: string) => boolean): void {
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.+$/, '');
  if (host === '') throw blocked();
  const kind = isIP(host);
  if (kind !== 0) {
    if (!isAllowed(host)) throw blocked();
    // 0x08080808, 010.8.8.8, 134744072, ⑧.⑧.⑧.⑧: the parser reads them as numbers, a person does not.
    if (kind === 4 && written !== host)
      throw refuse('odd_host', 'This host is a number in disguise. Write it the usual way or use its name.');
    return;
  }
  if (localNames.test(host)) throw blocked();
  if (!host.includes('.')) throw blocked();
}
