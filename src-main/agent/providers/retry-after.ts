// How long a vendor asks us to wait: every dialect of it, in milliseconds.
export type Waiting = { readonly headers?: Headers | undefined; readonly said: string };

const units: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** `6m0s`, `1.5s`, `350ms`, `1h2m`; undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  if (!/^(\d+(\.\d+)?(ms|h|m|s))+$/.test(text)) return undefined;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g))
    total += Number(amount) * (units[unit ?? ''] ?? 0);
  return Math.ceil(total);
}

function fromRetryAfter(headers: Headers, now: number): number | undefined {
  const exact = headers.get('retry-after-ms');
  if (exact !== null && /^\d+(\.\d+)?$/.test(exact)) return Math.ceil(Number(exact));
  const plain = headers.get('retry-after');
  if (plain === null) return undefined;
  if (/^\d+(\.\d+)?$/.test(plain)) return Math.ceil(Number(plain) * 1000);
  const date = Date.parse(plain);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** The reset of the budget that is used up; the others may be minutes away and mean nothing. */
function fromBudgets(headers: Headers, now: number): number | undefined {
  const waits: number[] = [];
  for (const [remaining, reset] of [
    ['x-ratelimit-remaining-requests', 'x-ratelimit-reset-requests'],
    ['x-ratelimit-remaining-tokens', 'x-ratelimit-reset-tokens'],
    ['anthropic-ratelimit-requests-remaining', 'anthropic-ratelimit-requests-reset'],
    ['anthropic-ratelimit-tokens-remaining', 'anthropic-ratelimit-tokens-reset'],
    ['anthropic-ratelimit-input-tokens-remaining', 'anthropic-ratelimit-input-tokens-reset'],
    ['anthropic-ratelimit-output-tokens-remaining', 'anthropic-ratelimit-output-tokens-reset'],
  ] as const) {
    const text = headers.get(reset);
    if (headers.get(remaining) !== '0' || text === null) continue;
    const wait = parseDuration(text) ?? Date.parse(text) - now;
    if (Number.isFinite(wait)) waits.push(Math.max(0, wait));
  }
  return waits.length === 0 ? undefined : Math.max(...waits);
}

function fromWords(said: string): number | undefined {
  const found = /(?:try again in|retry in|retryDelay"?:\s*"?)\s*(\d[\d.hms]*)/i.exec(said)?.[1];
  return found === undefined ? undefined : parseDuration(found.replace(/\.$/, ''));
}

/** Milliseconds to wait, or undefined when the vendor does not say. */
export function retryAfterOf(waiting: Waiting, now: number): number | undefined {
  const headers = waiting.headers;
  const asked = headers === undefined ? undefined : (fromRetryAfter(headers, now) ?? fromBudgets(headers, now));
  return asked ?? fromWords(waiting.said);
}
