// The HTML that the Word reader writes, a closed set of elements, as text in the manner of Markdown.

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ', '#39': "'" };

function decoded(text: string): string {
  return text.replace(/&(#?\w+);/g, (whole, name: string) => {
    if (/^#\d+$/.test(name)) return String.fromCodePoint(Math.min(Number(name.slice(1)), 0x10ffff));
    return entities[name] ?? whole;
  });
}

const opening: Readonly<Record<string, string>> = { tr: '\n| ', th: '', td: '', br: '\n', strong: '**', em: '*' };
const closing: Readonly<Record<string, string>> = { p: '\n\n', tr: '', th: ' | ', td: ' | ', strong: '**', em: '*' };

/** Lists keep their depth and numbers, rows of tables become lines with bars. */
export function textOfHtml(html: string): string {
  const lists: { isOrdered: boolean; count: number }[] = [];
  let cells = 0;
  let text = '';
  for (const [token, close, name = '', words = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*>|([^<]+)/g)) {
    if (!token.startsWith('<')) {
      text += decoded(cells > 0 ? words.replace(/\s+/g, ' ') : words);
      continue;
    }
    const isClose = close === '/';
    if (name === 'ul' || name === 'ol') {
      if (isClose) lists.pop();
      else lists.push({ isOrdered: name === 'ol', count: 0 });
      if (isClose && lists.length === 0) text += '\n\n';
    } else if (name === 'li' && !isClose) {
      const list = lists.at(-1);
      if (list !== undefined) list.count += 1;
      text += `\n${'  '.repeat(Math.max(0, lists.length - 1))}${list?.isOrdered === true ? `${list.count}.` : '-'} `;
    } else if (/^h[1-6]$/.test(name)) {
      text += isClose ? '\n\n' : `\n\n${'#'.repeat(Number(name[1]))} `;
    } else if (name === 'table') {
      text += isClose ? '\n\n' : '\n';
    } else {
      if (name === 'td' || name === 'th') cells += isClose ? -1 : 1;
      const isInCell = cells > 0 && (name === 'p' || name === 'br');
      text += isInCell ? ' ' : ((isClose ? closing : opening)[name] ?? '');
    }
  }
  return text
    .replace(/^\| .*$/gm, (row) => row.replace(/ {2,}/g, ' '))
    .replace(/[ \t]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
