// Errors of the protocol and its transports, in our words.
import { AppError, isAppError } from '#main/contract/errors.ts';
import { cancelled } from '#main/platform/base/clock.ts';
import { signInWanted } from './sign-in.ts';

const timedOut = -32_001;
const closed = -32_000;

const codeOf = (error: Error): unknown => ('code' in error ? error.code : undefined);

/** `server` stands in the sentence. What the server said of itself is a fact beside it, never the sentence. */
export function toServerError(error: unknown, server: string, signal: AbortSignal): AppError {
  if (signal.aborted) return cancelled();
  if (isAppError(error)) return error;
  if (!(error instanceof Error)) return new AppError('tool_failed', `The server ${server} failed.`, { cause: error });
  for (let cause: unknown = error.cause; cause instanceof Error; cause = cause.cause)
    if (isAppError(cause)) return cause;
  const code = codeOf(error);
  const facts = { server, said: error.message.slice(0, 300) };
  if (error.name === 'UnauthorizedError' || error.constructor.name === 'UnauthorizedError' || code === 401)
    return signInWanted();
  if (code === timedOut)
    return new AppError('timeout', `The server ${server} did not answer in time.`, {
      cause: error,
      details: { reason: 'mcp_slow', facts },
    });
  if (code === closed)
    return new AppError('unavailable', `The server ${server} has ended. Its log says why.`, {
      cause: error,
      details: { reason: 'mcp_ended', facts },
    });
  return new AppError('tool_failed', `The server ${server} answered with an error: ${facts.said}`, {
    cause: error,
    details: { reason: 'mcp_error', facts },
  });
}
