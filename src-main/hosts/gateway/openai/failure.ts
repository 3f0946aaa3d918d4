// Errors in the shape that clients of the OpenAI API understand.
import { type ErrorCode, type ErrorData, toErrorData } from '#main/contract/errors.ts';
import { type Exchange, sendJson, statusOf, stopReading } from '../http.ts';

const types: Readonly<Partial<Record<ErrorCode, string>>> = {
  unauthenticated: 'authentication_error',
  forbidden: 'permission_error',
  rate_limited: 'rate_limit_error',
  cap_reached: 'insufficient_quota',
  internal: 'server_error',
  unavailable: 'server_error',
  provider_failed: 'server_error',
  timeout: 'server_error',
};

export function apiError(data: ErrorData) {
  return {
    error: {
      message: data.message,
      type: types[data.code] ?? 'invalid_request_error',
      param: data.details?.path?.join('.') ?? null,
      code: data.details?.reason ?? data.code,
    },
  };
}

export function sendApiError(exchange: Exchange, error: unknown): void {
  const data = toErrorData(error);
  const { response } = exchange;
  if (response.headersSent) return void response.destroy();
  stopReading(exchange);
  if (data.details?.retryAfterMs !== undefined)
    response.setHeader('retry-after', Math.ceil(data.details.retryAfterMs / 1000));
  sendJson(response, statusOf(data.code), apiError(data));
}
