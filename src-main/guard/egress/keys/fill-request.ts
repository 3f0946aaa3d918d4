// Puts the values of keys in the place of their references, right before a request leaves.
import { AppError } from '#main/contract/errors.ts';
import type { EgressRequest, RequestKeys } from '../port.ts';
import { checkPlaceInUrl, fillBody, fillHeader, fillQuery, keyNamesIn } from './references.ts';

const legalHeader = /^[\t\x20-\x7e\x80-\xff]*$/;

export const textsOf = ({ url, headers = {}, body }: Pick<EgressRequest, 'url' | 'headers' | 'body'>): string[] => [
  url,
  ...Object.values(headers),
  ...(typeof body === 'string' ? [body] : []),
];

/**
 * The request as it leaves, and its address as it may be told. Such a request goes to no other origin, whatever that host
 * says. Errors: as `RequestKeys`, and `invalid_input` where a key cannot stand.
 */
export async function fillRequest(
  request: EgressRequest,
  o: { url: URL; keys: Pick<RequestKeys, 'valueFor'> },
): Promise<EgressRequest> {
  checkPlaceInUrl(request.url);
  const values = new Map<string, string>();
  for (const name of keyNamesIn(textsOf(request))) values.set(name, await o.keys.valueFor(name, o.url));
  const { headers = {}, body } = request;
  const filled = Object.entries(headers).map(([name, value]) => [name, fillHeader(value, values)] as const);
  if (filled.some(([, value]) => !legalHeader.test(value)))
    throw new AppError(
      'invalid_input',
      'A key holds characters that a header cannot carry, so the request was not sent.',
    );
  const [, contentType = ''] = filled.find(([name]) => name.toLowerCase() === 'content-type') ?? [];
  return {
    ...request,
    url: fillQuery(request.url, values),
    ...(request.headers === undefined ? {} : { headers: Object.fromEntries(filled) }),
    ...(typeof body === 'string' ? { body: fillBody(body, values, contentType) } : {}),
    mayFollow: () => false,
  };
}
