// Small JSON questions to a vendor or a local server, without its SDK: model lists, context sizes.
import { parseJson } from '#main/platform/base/json.ts';
import type { FamilyDeps, ProviderConfig } from './family.ts';
import { fetchFor, placeOf, sdkError } from './provider-tools.ts';
import { providerError } from './to-provider-error.ts';

const maxBytes = 16 * 1024 * 1024;

export type JsonQuestion = {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as the body of a POST. */
  readonly body?: unknown;
};

async function readBounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  if (response.body === null) return '';
  for await (const chunk of response.body) {
    size += chunk.length;
    if (size > maxBytes) throw new SyntaxError('The list of models is too long.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Parsed JSON, unchecked; every failure is an AppError. */
export async function getJson(
  question: JsonQuestion,
  connection: { config: ProviderConfig; deps: FamilyDeps },
  signal: AbortSignal,
): Promise<unknown> {
  const { config, deps } = connection;
  const place = placeOf(config, '', deps.clock.now());
  const fetch = fetchFor(config, deps, { model: '' });
  const json = { 'content-type': 'application/json' };
  try {
    const response = await fetch(question.url, {
      signal,
      method: question.body === undefined ? 'GET' : 'POST',
      headers: { accept: 'application/json', ...(question.body === undefined ? {} : json), ...question.headers },
      ...(question.body === undefined ? {} : { body: JSON.stringify(question.body) }),
    });
    const value = parseJson(await readBounded(response));
    if (value === undefined) throw providerError('wrong_address', place);
    return value;
  } catch (error) {
    throw sdkError(error, config, place);
  }
}
