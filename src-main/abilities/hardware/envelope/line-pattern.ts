// A line that the person allows, with places in it: `{0..40}` stands for a number, `{on|off}` for one of these words.

/** No leading zero (some firmware would read it as octal), no exponent, no plus. */
const number = '(-?(?:0|[1-9]\\d{0,8})(?:\\.\\d{1,6})?)';
const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
const span = /^(-?\d{1,9}(?:\.\d{1,6})?)\.\.(-?\d{1,9}(?:\.\d{1,6})?)$/;
const words = /^[\x21-\x7a\x7e]+(?:\|[\x21-\x7a\x7e]+)*$/;

type Place = { readonly source: string; readonly span?: readonly [number, number] };

function readPlace(inside: string): Place | undefined {
  const found = span.exec(inside);
  if (found !== null) {
    const [low, high] = [Number(found[1]), Number(found[2])];
    return low <= high ? { source: number, span: [low, high] } : undefined;
  }
  return words.test(inside) ? { source: `(?:${inside.split('|').map(literal).join('|')})` } : undefined;
}

/** Whether a whole line fits; undefined where the pattern itself cannot be read. */
export function compileLine(pattern: string): ((line: string) => boolean) | undefined {
  const parts = pattern.split(/\{([^{}]*)\}/);
  const spans: (readonly [number, number])[] = [];
  let source = '';
  for (const [index, part] of parts.entries()) {
    if (index % 2 === 0) {
      if (/[{}]/.test(part)) return undefined;
      source += literal(part);
      continue;
    }
    const place = readPlace(part);
    if (place === undefined) return undefined;
    source += place.source;
    if (place.span !== undefined) spans.push(place.span);
  }
  const whole = new RegExp(`^${source}$`);
  return (line) => {
    const found = whole.exec(line);
    return (
      found !== null &&
      spans.every(([low, high], index) => Number(found[index + 1]) >= low && Number(found[index + 1]) <= high)
    );
  };
}
