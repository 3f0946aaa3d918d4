// Plausible data for component tests: a few sessions, two connections, a machine.
import { SessionId } from '#main/contract/ids.ts';
import { Session } from '#main/contract/messages.ts';
import type { ModelsState, Vendor } from '#main/contract/models.ts';
import type { SecretsOverview, SystemState } from '#main/contract/system.ts';

export function sampleSession(id: string, change: Partial<Session> = {}): Session {
  return Session.parse({
    id: SessionId.parse(id),
    title: id,
    titleIsAutomatic: true,
    workspace: '/home/ada/Limpet',
    pinned: false,
    archived: false,
    status: 'idle',
    headId: null,
    messageCount: 2,
    createdAt: 1,
    updatedAt: Date.now(),
    ...change,
  });
}

export const sampleVendors: readonly Vendor[] = [
  {
    id: 'openai',
    label: 'OpenAI',
    family: 'openai',
    baseUrl: 'https://api.openai.com/v1',
    needsKey: true,
    local: false,
    keyUrl: 'https://platform.openai.com/api-keys',
    environment: ['OPENAI_API_KEY'],
  },
  {
    id: 'anthropic',
    label: 'Anthropic',
    family: 'anthropic',
    baseUrl: 'https://api.anthropic.com',
    needsKey: true,
    local: false,
    keyUrl: 'https://console.anthropic.com/settings/keys',
    environment: ['ANTHROPIC_API_KEY'],
  },
  {
    id: 'ollama',
    label: 'Ollama',
    family: 'openai',
    baseUrl: 'http://127.0.0.1:11434/v1',
    needsKey: false,
    local: true,
    isLookedFor: true,
    environment: [],
  },
  {
    id: 'offline',
    label: 'No model',
    family: 'offline',
    baseUrl: '',
    needsKey: false,
    local: true,
    environment: [],
  },
];

export const sampleModels: ModelsState = {
  connections: [
    {
      id: 'ollama',
      vendor: 'ollama',
      label: 'Ollama',
      baseUrl: 'http://127.0.0.1:11434/v1',
      key: 'none',
      found: true,
      enabled: true,
    },
  ],
  models: [
    { ref: 'offline/commands', name: 'commands', label: 'Plain commands', tools: true },
    {
      ref: 'ollama/qwen3:8b',
      name: 'qwen3:8b',
      label: 'qwen3:8b',
      contextTokens: 32_768,
      tools: true,
      images: false,
      price: { inputPerMTok: 0, outputPerMTok: 0, asOf: '2026-01-15' },
    },
  ],
  defaultModel: 'offline/commands',
};

export const sampleSystem: SystemState = {
  version: '0.1.0',
  host: 'test',
  platform: 'linux x64',
  dataFolder: '/home/ada/.local/share/limpet',
  defaultWorkspace: '/home/ada/Documents/Limpet',
  sandbox: {
    tier: 'bubblewrap',
    reason: 'system.sandbox_ok',
    probes: [
      { id: 'write_etc', refused: true, note: 'write /etc' },
      { id: 'read_key', refused: true, note: 'read a key file' },
    ],
    checkedAt: 1,
  },
  secrets: { protection: 'os-keychain', state: 'ready', keychainAvailable: true },
  notices: [],
};

export const sampleSecrets: SecretsOverview = {
  state: sampleSystem.secrets,
  places: [
    { place: 'os-keychain', state: 'ready', keys: 0 },
    { place: 'safe-storage', state: 'unreachable', trouble: 'safe_storage_missing', keys: 0 },
    { place: 'passphrase-file', state: 'absent', keys: 0 },
  ],
  keys: [],
};
