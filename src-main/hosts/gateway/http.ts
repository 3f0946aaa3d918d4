// Small steps of plain HTTP: bounded bodies, JSON answers, errors with a status.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError, type ErrorCode, toErrorData } from '#main/contract/errors.ts';
import { parseJson } from '#main/platform/base/json.ts';

export type Exchange = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Without the query. */
  readonly path: string;
};

const statuses: Readonly<Record<ErrorCode, number>> = {
  invalid_input: 400,
  unsupported: 400,
  not_found: 404,
  conflict: 409,
  unauthenticated: 401,
  forbidden: 403,
  rate_limited: 429,
  unavailable: 503,
  timeout: 504,
  provider_failed: 502,
  context_overflow: 400,
  cap_reached: 429,
  tool_failed: 500,
  cancelled: 499,
  internal: 500,
};
export const statusOf = (code: ErrorCode) => statuses[code];

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

/** What was not read yet is not read any more: the connection ends with the answer. */
export function stopReading({ request, response }: Pick<Exchange, 'request' | 'response'>): void {
  if (request.complete) return;
  response.setHeader('connection', 'close');
  response.once('finish', () => request.destroy());
}

export function sendError(exchange: Pick<Exchange, 'request' | 'response'>, error: unknown): void {
  const data = toErrorData(error);
  const { response } = exchange;
  if (response.headersSent) return void response.destroy();
  stopReading(exchange);
  const waitMs = data.details?.retryAfterMs;
  if (waitMs !== undefined) response.setHeader('retry-after', Math.ceil(waitMs / 1000));
  sendJson(response, statusOf(data.code), { error: data });
}

const tooLarge = (maxBytes: number) =>
  new AppError('invalid_input', `This is larger than ${maxBytes} bytes. Send less.`, {
    details: { reason: 'too_large', facts: { maxBytes } },
  });

/** Pieces of a body; throws `invalid_input` as soon as it is known to be larger than the bound. */
export async function* readBody(request: IncomingMessage, maxBytes: number): AsyncGenerator<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  let received = 0;
  for await (const piece of request) {
    const bytes: unknown = piece;
    if (!Buffer.isBuffer(bytes)) continue;
    received += bytes.length;
    if (received > maxBytes) throw tooLarge(maxBytes);
    yield bytes;
  }
}

/** Only `application/json`: a page elsewhere cannot send that without being asked first. */
export async function readJson(request: IncomingMessage, maxBytes: number): Promise<unknown> {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json')
    throw new AppError('invalid_input', 'Send JSON, with content-type application/json.');
  const pieces: Buffer[] = [];
  for await (const piece of readBody(request, maxBytes)) pieces.push(piece);
  const value = parseJson(Buffer.concat(pieces).toString('utf8'));
  if (value === undefined) throw new AppError('invalid_input', 'The body is not JSON.');
  return value;
}

export function readCookie(request: IncomingMessage, name: string): string | undefined {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}
