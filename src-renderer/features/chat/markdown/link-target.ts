// Which addresses of a text may become links, and what a person is told about them.

export type LinkTarget = { readonly url: string; readonly host: string; readonly scheme: 'https' | 'http' | 'mailto' };

/** https, http and mailto without credentials; anything else is undefined and stays plain text. */
export function linkTarget(address: string): LinkTarget | undefined {
  // A relative address would point into the app itself.
  if (!/^(https?:\/\/|mailto:)/i.test(address.trim())) return undefined;
  let url: URL;
  try {
    url = new URL(address.trim());
  } catch {
    return undefined; // Not an address after all.
  }
  if (url.username !== '' || url.password !== '') return undefined;
  if (url.protocol === 'mailto:') return { url: url.href, host: url.pathname, scheme: 'mailto' };
  if (url.hostname === '') return undefined;
  return { url: url.href, host: url.host, scheme: url.protocol === 'https:' ? 'https' : 'http' };
}

/** True when the words already say where the link leads, so the host need not be written again. */
export function saysItsHost(words: string, target: LinkTarget): boolean {
  const plain = words.trim().replace(/\/$/, '');
  return [
    target.host,
    target.url.replace(/\/$/, ''),
    target.url.replace(/^(https?:\/\/|mailto:)/, '').replace(/\/$/, ''),
  ].includes(plain);
}
