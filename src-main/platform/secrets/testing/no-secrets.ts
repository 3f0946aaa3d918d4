// Where nobody has chosen a place for keys yet: nothing is kept and nothing found.
import { AppError } from '#main/contract/errors.ts';
import type { Secrets } from '../port.ts';

export const noSecrets: Pick<Secrets, 'get' | 'set' | 'status' | 'onChange'> = {
  get: async () => undefined,
  set: async () => {
    throw new AppError('unavailable', 'There is no place for keys.', { details: { reason: 'no_secret_store' } });
  },
  status: () => ({ protection: 'environment', state: 'unset', keychainAvailable: false }),
  onChange: () => () => {},
};
