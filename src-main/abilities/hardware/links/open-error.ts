// Why a port did not open, from what the system said, in the few words that a person can act on.
import { AppError, toErrorData } from '#main/contract/errors.ts';

const permission = /permission denied|eacces|eperm|operation not permitted/i;
const busy =
  /cannot lock port|resource busy|device or resource busy|ebusy|access denied|resource temporarily unavailable/i;
const gone = /no such file|file not found|enoent|enxio|enodev|no such device|not configured/i;

const textOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Windows says "access denied" of a port that another program holds; elsewhere that would be a matter of permission. */
export function toOpenError(error: unknown, path: string): AppError {
  const text = textOf(error);
  const facts = { path };
  if (permission.test(text))
    return new AppError('forbidden', `The system does not let you open ${path}.`, {
      cause: error,
      details: { reason: 'device_permission', facts },
    });
  if (busy.test(text))
    return new AppError('conflict', `Another program holds ${path}. Close it there, then connect again.`, {
      cause: error,
      details: { reason: 'device_busy', facts },
    });
  if (gone.test(text)) return goneError(path, error);
  return new AppError(
    'unavailable',
    `${path} could not be opened. Unplug the device, plug it in again, and try anew.`,
    {
      cause: error,
      details: { reason: 'device_open', facts },
    },
  );
}

export function goneError(path: string, cause?: unknown): AppError {
  return new AppError('not_found', `The device at ${path} is not there any more. Plug it in again.`, {
    ...(cause === undefined ? {} : { cause }),
    details: { reason: 'device_gone', facts: { path } },
  });
}

/** After the end of a link: nothing can be sent over it. */
export const endedError = (path: string) =>
  new AppError('unavailable', `The connection to ${path} has ended. Connect again.`, {
    details: { reason: 'device_gone', facts: { path } },
    retryable: false,
  });

export const failedData = (error: unknown, path: string) => toErrorData(toOpenError(error, path));
