// The first run offers what works already, best first.
import { describe, expect, it } from 'vitest';
import type { Connection, ModelInfo, Vendor } from '#main/contract/models.ts';
import { offersOf, splitVendors, suggestModel } from './offers.ts';

const connection = (id: string, key: Connection['key'], change: Partial<Connection> = {}): Connection => ({
  id,
  vendor: id,
  label: id,
  baseUrl: 'http://x',
  key,
  found: true,
  enabled: true,
  ...change,
});
const model = (ref: string, change: Partial<ModelInfo> = {}): ModelInfo => ({
  ref,
  name: ref.slice(ref.indexOf('/') + 1),
  label: ref,
  ...change,
});

describe('offers', () => {
  it('puts a stored key before the environment and that before local programs, and leaves out what cannot answer', () => {
    const offers = offersOf({
      connections: [
        connection('ollama', 'none'),
        connection('lmstudio', 'none'),
        connection('openai', 'environment'),
        connection('anthropic', 'stored', { found: false }),
        connection('groq', 'missing'),
        connection('mistral', 'locked'),
        connection('xai', 'environment', { enabled: false }),
        connection('offline', 'none'),
      ],
      models: [model('ollama/qwen'), model('offline/commands')],
      defaultModel: 'offline/commands',
    });
    expect(offers.map((offer) => [offer.connection.id, offer.origin, offer.models.length])).toEqual([
      ['anthropic', 'stored', 0],
      ['openai', 'environment', 0],
      ['ollama', 'local', 1],
    ]);
  });

  it('suggests the tested model, by name or by ref, else one that uses tools', () => {
    const models = [model('a/one'), model('a/two', { tools: true }), model('a/three')];
    expect(suggestModel(models, 'three')?.ref).toBe('a/three');
    expect(suggestModel(models, 'a/one')?.ref).toBe('a/one');
    expect(suggestModel(models, undefined)?.ref).toBe('a/two');
    expect(suggestModel([], 'x')).toBeUndefined();
  });

  it('keeps every vendor, the well-known ones on the first tiles', () => {
    const vendor = (id: string, family: Vendor['family'] = 'openai'): Vendor => ({
      id,
      label: id,
      family,
      baseUrl: 'https://x',
      needsKey: true,
      local: false,
      environment: [],
    });
    const { first, rest } = splitVendors(
      [vendor('zhipu'), vendor('openai'), vendor('anthropic'), vendor('offline', 'offline')],
      [],
    );
    expect(first.map((one) => one.id)).toEqual(['anthropic', 'openai']);
    expect(rest.map((one) => one.id)).toEqual(['zhipu']);
  });
});
