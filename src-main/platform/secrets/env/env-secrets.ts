// Secrets that the person keeps in the environment: `LIMPET_SECRET_<NAME>` stands for the secret `<name>`. Read-only.
import { AppError } from '#main/contract/errors.ts';
import type { SecretStore } from '../port.ts';
import { checkSecretName } from '../secret-name.ts';

const prefix = 'LIMPET_SECRET_';

/** `models.openai-key` is looked up as `LIMPET_SECRET_MODELS_OPENAI_KEY`. */
export function variableOf(name: string): string {
  return prefix + name.toUpperCase().replaceAll(/[.-]/g, '_');
}

/** `set` and `remove` reject with `unsupported`, reason `read_only_secrets`. */
export function createEnvSecrets(environment: Readonly<Record<string, string | undefined>>): SecretStore {
  const refuse = (name: string): never => {
    checkSecretName(name);
    throw new AppError('unsupported', `This secret comes from the environment. Change ${variableOf(name)} there.`, {
      details: { reason: 'read_only_secrets', facts: { variable: variableOf(name) } },
    });
  };
  return {
    protection: 'environment',
    async get(name) {
      checkSecretName(name);
      const value = environment[variableOf(name)];
      return value === '' ? undefined : value;
    },
    async set(name) {
      refuse(name);
    },
    async remove(name) {
      refuse(name);
    },
    // A variable's name does not tell dot from dash, so it is listed with underscores; `get` finds it under all three.
    async keys() {
      return Object.entries(environment)
        .filter(([name, value]) => name.startsWith(prefix) && name.length > prefix.length && value)
        .map(([name]) => name.slice(prefix.length).toLowerCase())
        .sort();
    },
  };
}
