// Translates the network's errors where they enter.
import { AppError, isAppError } from '#main/contract/errors.ts';

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return codeOf(error.cause);
}

const sentences: Readonly<Record<string, readonly [reason: string, sentence: (host: string) => string]>> = {
  ENOTFOUND: ['no_such_host', (host) => `There is no host "${host}". Check the address.`],
  EAI_AGAIN: ['network', (host) => `The name "${host}" could not be looked up. Check the network connection.`],
  ENODATA: ['no_such_host', (host) => `There is no host "${host}". Check the address.`],
  ECONNREFUSED: ['network', (host) => `"${host}" refused the connection. Try again later.`],
  ENETUNREACH: ['network', () => 'There is no way to the network. Check the connection.'],
  EHOSTUNREACH: ['network', (host) => `There is no way to "${host}". Check the connection.`],
  ECONNRESET: ['network', (host) => `"${host}" broke the connection off. Try again.`],
  UND_ERR_SOCKET: ['network', (host) => `"${host}" broke the connection off. Try again.`],
  UND_ERR_HEADERS_OVERFLOW: ['bad_answer', (host) => `"${host}" sent headers without end.`],
};

export function toFetchError(error: unknown, host: string): AppError {
  if (isAppError(error)) return error;
  const code = codeOf(error);
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO/.test(code))
    return new AppError('unavailable', `The certificate of "${host}" is not valid, so nothing was fetched.`, {
      cause: error,
      retryable: false,
      details: { reason: 'bad_certificate', facts: { host } },
    });
  if (/TIMEOUT|ETIMEDOUT/.test(code))
    return new AppError('timeout', `"${host}" did not answer in time. Try again later.`, {
      cause: error,
      details: { reason: 'network', facts: { host } },
    });
  const [reason, sentence] = sentences[code] ?? ['network', (name: string) => `"${name}" could not be read.`];
  return new AppError('unavailable', sentence(host), { cause: error, details: { reason, facts: { host, code } } });
}
