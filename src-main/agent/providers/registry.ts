// The wire families, one line each, loaded on first use.
import type { FamilyId } from './catalog.ts';
import type { Family } from './family.ts';

export const families: Readonly<Record<FamilyId, Family>> = {
  openai: { id: 'openai', label: 'OpenAI wire', load: async () => (await import('./openai/provider.ts')).createOpenAi },
  anthropic: {
    id: 'anthropic',
    label: 'Anthropic wire',
    load: async () => (await import('./anthropic/provider.ts')).createAnthropic,
  },
  offline: {
    id: 'offline',
    label: 'Offline commands',
    load: async () => (await import('./offline/provider.ts')).createOffline,
  },
};
