// Addresses that a person wrote, in the one form in which they are compared.

const withScheme = /https?:\/\/[^\s<>"'`“”„«»‹›，。；、！？]+/gi;
const bare =
  /(?<![\w@/.:%-])((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24})(:\d{1,5})?(\/[^\s<>"'`“”„«»]*)?/gi;
/** Ends a sentence, not an address. A closing bracket belongs to the address when its opening one does. */
const tail = /[.,;:!?…*_~|\\]+$/;

function trimmed(text: string): string {
  let address = text;
  for (;;) {
    const shorter = address.replace(tail, '');
    const last = shorter.at(-1);
    const isOpen = (open: string, close: string) =>
      last === close && shorter.split(open).length < shorter.split(close).length;
    const next = isOpen('(', ')') || isOpen('[', ']') || isOpen('{', '}') ? shorter.slice(0, -1) : shorter;
    if (next === address) return address;
    address = next;
  }
}

/** Without its fragment, which is not sent. Undefined for what is no http address. */
export function plainAddress(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  if (url.username !== '' || url.password !== '') return undefined;
  url.hash = '';
  return url.href;
}

/** Every address in a text, as written and, where the scheme is missing, with either. */
export function addressesIn(text: string): string[] {
  const found = new Set<string>();
  const add = (address: string | undefined) => {
    if (address !== undefined && address.length <= 4_096) found.add(address);
  };
  for (const [match] of text.matchAll(withScheme)) {
    add(plainAddress(match));
    add(plainAddress(trimmed(match)));
  }
  for (const [match] of text.replace(withScheme, ' ').matchAll(bare))
    for (const scheme of ['https', 'http']) add(plainAddress(`${scheme}://${trimmed(match)}`));
  // A person who writes http gets the same page over TLS.
  for (const address of [...found])
    if (address.startsWith('http://')) add(plainAddress(address.replace(/^http:/, 'https:')));
  return [...found];
}
