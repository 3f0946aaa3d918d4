// The closed list of error codes and the one error class that crosses rooms. Imports nothing but zod.
import { z } from 'zod';

export const ErrorCode = z.enum([
  'invalid_input',
  'unsupported',
  'not_found',
  'conflict',
  'unauthenticated',
  'forbidden',
  'rate_limited',
  'unavailable',
  'timeout',
  'provider_failed',
  'context_overflow',
  'cap_reached',
  'tool_failed',
  'cancelled',
  'internal',
]);
export type ErrorCode = z.infer<typeof ErrorCode>;

/**
 * What travels. `message` is a complete English sentence that says what to do next; the renderer prefers its own
 * catalogue text for `details.reason` (a stable key such as `key_wrong` or `no_credit`) and falls back to `message`.
 */
export const ErrorDetails = z.object({
  /** Stable, finer-grained key inside a code: `key_wrong`, `no_credit`, `overloaded`, `network`, `second_copy`… */
  reason: z.string().optional(),
  /** Path of the offending field of the input, as zod reports it. */
  path: z.array(z.union([z.string(), z.number()])).optional(),
  retryAfterMs: z.number().int().nonnegative().optional(),
  /** Id under which an `internal` error was logged. */
  logId: z.string().optional(),
  model: z.string().optional(),
  /** Short facts that a sentence of the catalogue may name: a file, a host, a limit. */
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
});
export type ErrorDetails = z.infer<typeof ErrorDetails>;

export const ErrorData = z.object({
  code: ErrorCode,
  message: z.string(),
  retryable: z.boolean(),
  details: ErrorDetails.optional(),
});
export type ErrorData = z.infer<typeof ErrorData>;

const retryableCodes: ReadonlySet<ErrorCode> = new Set(['rate_limited', 'unavailable', 'timeout']);

export type AppErrorOptions = {
  readonly cause?: unknown;
  readonly details?: ErrorDetails;
  readonly retryable?: boolean;
};

/** The only error that rooms throw on purpose. Recognise it with `isAppError`, never with `instanceof`. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly details: ErrorDetails | undefined;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable ?? retryableCodes.has(code);
    this.details = options.details;
  }
}

/** By name, not by class: two bundles hold two classes. */
export function isAppError(error: unknown): error is AppError {
  return error instanceof Error && error.name === 'AppError' && 'code' in error;
}

export function isCancelled(error: unknown): boolean {
  if (isAppError(error)) return error.code === 'cancelled';
  return error instanceof Error && error.name === 'AbortError';
}

/** Encodes an AppError for a frame, a provider's last event or a tool result. Foreign errors become `internal`. */
export function toErrorData(error: unknown): ErrorData {
  if (isAppError(error)) {
    return {
      code: error.code,
      message: error.message,
      retryable: error.retryable,
      ...(error.details === undefined ? {} : { details: error.details }),
    };
  }
  if (isCancelled(error)) return { code: 'cancelled', message: 'Cancelled.', retryable: false };
  return {
    code: 'internal',
    message: 'Something broke inside Limpet. Try again; the log has the details.',
    retryable: false,
  };
}

export function fromErrorData(data: ErrorData): AppError {
  return new AppError(data.code, data.message, {
    retryable: data.retryable,
    ...(data.details === undefined ? {} : { details: data.details }),
  });
}

/** Turns zod's first issue into an `invalid_input` that carries the path of the field. */
export function invalidInput(error: z.ZodError, what: string): AppError {
  const issue = error.issues[0];
  const path = (issue?.path ?? []).map((step) => (typeof step === 'symbol' ? String(step) : step));
  const where = path.length === 0 ? '' : ` at ${path.join('.')}`;
  return new AppError('invalid_input', `${what} is not valid${where}: ${issue?.message ?? 'unknown reason'}.`, {
    details: { path },
  });
}
