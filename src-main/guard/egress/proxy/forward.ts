// Passes one request on: to its own host, by a connection of its own, with keys put in and none of them coming back.
import { request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '#main/contract/errors.ts';
import type { KnownSecrets } from '#main/platform/base/redaction/redact-known.ts';
import type { ReadSecret } from '../port.ts';
import { unpackerFor } from '../read-body.ts';
import { type Dialler, secure } from './dial.ts';
import { type Headers, injectSecrets } from './inject.ts';
import type { Session, Target } from './session.ts';

export type ForwardDeps = {
  readonly dial: Dialler;
  readonly read: ReadSecret;
  readonly trust?: readonly string[];
};
export type Exchange = {
  readonly session: Session;
  readonly target: Target;
  /** Path and query as they stand in the request line. */
  readonly path: string;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
};
export type Counts = { sent: number; received: number; status?: number; secrets: readonly string[] };

const hopByHop = new Set(
  'connection keep-alive te trailer transfer-encoding upgrade expect proxy-connection proxy-authorization'.split(' '),
);
const readable = 'gzip, deflate, br';

/** Without what belongs to this connection, the headers that it names itself included. */
function endToEnd(headers: NodeJS.Dict<string[]>): Headers {
  const named = new Set((headers.connection ?? []).flatMap((value) => value.toLowerCase().split(/[\s,]+/)));
  const kept: Headers = {};
  for (const [name, values] of Object.entries(headers)) {
    const isOurs = hopByHop.has(name) || named.has(name) || name.startsWith('proxy-') || name.startsWith(':');
    if (!isOurs && values !== undefined) kept[name] = [...values];
  }
  return kept;
}

export function authorityOf({ host, port, secure: isSecure }: Target): string {
  const name = host.includes(':') ? `[${host}]` : host;
  return port === (isSecure ? 443 : 80) ? name : `${name}:${port}`;
}

async function connect(exchange: Exchange, d: ForwardDeps): Promise<Socket> {
  const { target, session } = exchange;
  const socket = await d.dial(target, session.signal);
  if (!target.secure) return socket;
  const trust = d.trust === undefined ? {} : { trust: d.trust };
  return secure(socket, { host: target.host, ...trust, signal: session.signal });
}

function counter(add: (bytes: number) => void): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      add(chunk.length);
      done(null, chunk);
    },
  });
}

/** Bytes are read as Latin-1, in which every byte is a character, so that nothing but a secret is changed. */
function redacting(secrets: KnownSecrets): Transform {
  const pieces = secrets.pieces();
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      done(null, Buffer.from(pieces.push(chunk.toString('latin1')), 'latin1'));
    },
    flush(done) {
      done(null, Buffer.from(pieces.end(), 'latin1'));
    },
  });
}

/** What an answer with keys on the way out goes through on its way in. Errors: `unsupported` (`content_encoding`). */
function washed(answer: IncomingMessage, headers: Headers, secrets: KnownSecrets): Transform[] {
  for (const [name, values] of Object.entries(headers)) headers[name] = values.map((value) => secrets.redact(value));
  const encoding = (headers['content-encoding'] ?? []).join(',').trim().toLowerCase();
  const hasBody = answer.statusCode !== 204 && answer.statusCode !== 304;
  if (!hasBody) return [];
  const unpacker = encoding === '' || encoding === 'identity' ? undefined : unpackerFor(encoding);
  delete headers['content-length'];
  delete headers['content-encoding'];
  return [...(unpacker === undefined ? [] : [unpacker]), redacting(secrets)];
}

function send(exchange: Exchange, o: { socket: Socket; headers: Headers; counts: Counts }): Promise<IncomingMessage> {
  const { request, response, path } = exchange;
  const isChunked = request.headers['transfer-encoding'] !== undefined;
  if (isChunked) delete o.headers['content-length'];
  return new Promise((resolve, reject) => {
    const upstream = ask({
      createConnection: () => o.socket,
      method: request.method ?? 'GET',
      path,
      setHost: false,
      headers: { ...o.headers, ...(isChunked ? { 'transfer-encoding': 'chunked' } : {}) },
    });
    upstream.once('response', resolve);
    upstream.once('upgrade', (_answer, socket: Socket) => socket.destroy());
    upstream.on('error', reject);
    // Not `pipeline`: an answer may come before the request has been read, and its reader must stay.
    request.on('error', () => upstream.destroy());
    request.once('aborted', () => upstream.destroy());
    response.once('close', () => upstream.destroy());
    request.on('data', (chunk: Buffer) => {
      o.counts.sent += chunk.length;
    });
    request.pipe(upstream);
  });
}

/** Errors: those of dialling, of the keys and of the network, as long as nothing was answered yet. */
export async function forward(exchange: Exchange, counts: Counts, d: ForwardDeps): Promise<void> {
  const { request, response, session, target } = exchange;
  const headers = endToEnd(request.headersDistinct);
  headers.host = [authorityOf(target)];
  const isWatched = session.secretsFor(target).length > 0;
  // What cannot be read cannot be searched for keys.
  if (isWatched) headers['accept-encoding'] = [readable];
  counts.secrets = await injectSecrets(headers, { session, target, read: d.read });
  const socket = await connect(exchange, d);
  const end = () => socket.destroy();
  session.signal.addEventListener('abort', end, { once: true });
  try {
    const answer = await send(exchange, { socket, headers, counts });
    const given = endToEnd(answer.headersDistinct);
    const isHead = request.method === 'HEAD';
    const steps: Readable[] = isWatched && !isHead ? washed(answer, given, session.sent) : [];
    counts.status = answer.statusCode ?? 502;
    response.writeHead(counts.status, given);
    const count = counter((bytes) => {
      counts.received += bytes;
    });
    await pipeline([answer, ...(steps as Transform[]), count, response]);
  } finally {
    session.signal.removeEventListener('abort', end);
    socket.destroy();
  }
}

export const refusalOf = (
  error: unknown,
): { readonly status: number; readonly reason: string; readonly sentence: string } => {
  if (error instanceof AppError) {
    const status = error.code === 'forbidden' ? 403 : error.code === 'invalid_input' ? 400 : 502;
    return { status, reason: error.details?.reason ?? error.code, sentence: error.message };
  }
  return { status: 502, reason: 'network', sentence: 'The host could not be reached.' };
};
