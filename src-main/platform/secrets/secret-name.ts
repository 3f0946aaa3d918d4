// What a secret may be called and how long it may be; the same for every store.
import { AppError } from '#main/contract/errors.ts';

const namePattern = /^[a-z0-9._-]{1,100}$/;
/** Windows' credential store takes no more than 2,560 bytes; the others follow, so that a folder can move between machines. */
export const maxSecretBytes = 2_560;

/** Names of our own trials, which are nobody's key. */
export const trialName = 'limpet.trial';

/** Throws `invalid_input` with reason `secret_name`. */
export function checkSecretName(name: string): void {
  if (namePattern.test(name)) return;
  throw new AppError(
    'invalid_input',
    'A secret is named with a-z, 0-9, dot, dash and underscore, at most 100 of them.',
    {
      details: { reason: 'secret_name' },
    },
  );
}

/** Throws `invalid_input` with reason `secret_value`; never names the value. */
export function checkSecretValue(value: string): void {
  const sizeBytes = Buffer.byteLength(value);
  if (sizeBytes > 0 && sizeBytes <= maxSecretBytes && !value.includes('\0')) return;
  throw new AppError('invalid_input', `A secret has 1 to ${maxSecretBytes} bytes and no zero byte. Enter it again.`, {
    details: { reason: 'secret_value' },
  });
}
