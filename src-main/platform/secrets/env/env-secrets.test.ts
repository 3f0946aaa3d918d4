// The environment as a store of secrets.
import { describe, expect, it } from 'vitest';
import { describeSecrets } from '../testing/secrets-suite.ts';
import { createEnvSecrets, variableOf } from './env-secrets.ts';

describeSecrets({
  name: 'environment',
  isWritable: false,
  open: async (seed) => {
    const environment = Object.fromEntries(Object.entries(seed).map(([name, value]) => [variableOf(name), value]));
    return { store: createEnvSecrets(environment), reopen: async () => createEnvSecrets(environment) };
  },
});

describe('environment references', () => {
  it('finds a dotted name under its variable', async () => {
    const store = createEnvSecrets({ LIMPET_SECRET_MODELS_OPENAI_KEY: 'from outside', OTHER: 'x' });
    expect(await store.get('models.openai-key')).toBe('from outside');
    expect(await store.keys()).toEqual(['models_openai_key']);
  });
  it('takes an empty variable for none', async () => {
    const store = createEnvSecrets({ LIMPET_SECRET_A: '' });
    expect(await store.get('a')).toBeUndefined();
    expect(await store.keys()).toEqual([]);
  });
});
