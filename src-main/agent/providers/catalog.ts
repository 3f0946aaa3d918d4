// The vendors as data: where they answer, which variables name their keys, what is peculiar about their wire.

export type FamilyId = 'openai' | 'anthropic' | 'offline';

/** What differs between addresses that speak the same wire. */
export type Quirks = {
  /** `responses`: OpenAI's newer wire, which its own models need for tools together with reasoning. */
  readonly api: 'chat' | 'responses';
  readonly maxTokensField: 'max_tokens' | 'max_completion_tokens';
  /** Takes `stream_options: {include_usage}`; the others send usage by themselves. */
  readonly streamOptions: boolean;
  readonly promptCacheKey: boolean;
  /** How reasoning is asked for: `reasoning_effort`, `thinking: {type}`, OpenRouter's `reasoning: {effort}`. */
  readonly reasoningParam: 'none' | 'effort' | 'thinking' | 'openrouter';
  /** The names of the models that take the parameter; absent: those known to reason. */
  readonly reasoningModels?: RegExp;
  /** Wants the reasoning text back beside the tool calls that it led to. */
  readonly reasoningBack: boolean;
  /** `nine`: exactly nine letters and digits. `counted`: `functions.<name>:<n>`, which the model itself was trained on. */
  readonly toolIds: 'any' | 'nine' | 'counted';
  /** Small models print tool calls and reasoning as text here. */
  readonly printsTools: boolean;
  /** Loads a model from disk before the first token. */
  readonly slowStart: boolean;
  readonly listing: 'openai' | 'openrouter' | 'ollama' | 'lm-studio' | 'litellm' | 'anthropic' | 'none';
};

export type KeyVariable = {
  readonly name: string;
  /** Keys of this variable belong to another address of the same vendor. */
  readonly baseUrl?: string;
};

export type VendorEntry = {
  readonly id: string;
  readonly label: string;
  readonly family: FamilyId;
  /** Empty: the person names it. */
  readonly baseUrl: string;
  readonly needsKey: boolean;
  readonly local: boolean;
  /** Not only a program of this machine, but one that often runs here without a key: looked for like one. */
  readonly isLookedFor?: boolean;
  readonly keyUrl?: string;
  /** Where a program for this machine is got. */
  readonly programUrl?: string;
  readonly keyVariables: readonly KeyVariable[];
  readonly urlVariables: readonly string[];
  /** Used while the person has chosen none; absent: the first of its list. */
  readonly defaultModel?: string;
  readonly quirks: Quirks;
};

const plain: Quirks = {
  api: 'chat',
  maxTokensField: 'max_tokens',
  streamOptions: true,
  promptCacheKey: false,
  reasoningParam: 'none',
  reasoningBack: false,
  toolIds: 'any',
  printsTools: false,
  slowStart: false,
  listing: 'openai',
};
const local: Quirks = { ...plain, printsTools: true, slowStart: true };
const anthropic: Quirks = { ...plain, listing: 'anthropic' };

const keys = (...names: string[]): KeyVariable[] => names.map((name) => ({ name }));

/** A program of this machine that speaks the plain wire at the port it usually takes. */
const atPort = (id: string, label: string, port: number): VendorEntry => ({
  id,
  label,
  family: 'openai',
  baseUrl: `http://127.0.0.1:${port}/v1`,
  needsKey: false,
  local: true,
  keyVariables: [],
  urlVariables: [],
  quirks: local,
});

export const catalog: readonly VendorEntry[] = [
  {
    id: 'openai',
    label: 'OpenAI',
    family: 'openai',
    baseUrl: 'https://api.openai.com/v1',
    needsKey: true,
    local: false,
    keyUrl: 'https://platform.openai.com/api-keys',
    keyVariables: keys('OPENAI_API_KEY'),
    urlVariables: ['OPENAI_BASE_URL'],
    defaultModel: 'gpt-6.1-sol',
    quirks: {
      ...plain,
      api: 'responses',
      maxTokensField: 'max_completion_tokens',
      promptCacheKey: true,
      reasoningParam: 'effort',
    },
  },
  {
    id: 'anthropic',
    label: 'Anthropic',
    family: 'anthropic',
    baseUrl: 'https://api.anthropic.com',
    needsKey: true,
    local: false,
    keyUrl: 'https://platform.claude.com/settings/keys',
    keyVariables: keys('ANTHROPIC_API_KEY'),
    urlVariables: ['ANTHROPIC_BASE_URL'],
    defaultModel: 'claude-sonnet-5-5',
    quirks: anthropic,
  },
  {
    id: 'gemini',
    label: 'Google Gemini',
    family: 'openai',
    baseUrl: 'https://generativelanguage.googleapis.com/v1beta/openai',
    needsKey: true,
    local: false,
    keyUrl: 'https://aistudio.google.com/apikey',
    keyVariables: keys('GEMINI_API_KEY', 'GOOGLE_API_KEY'),
    urlVariables: [],
    defaultModel: 'gemini-3.8-flash',
    quirks: { ...plain, reasoningParam: 'effort' },
  },
  {
    id: 'deepseek',
    label: 'DeepSeek',
    family: 'openai',
    baseUrl: 'https://api.deepseek.com',
    needsKey: true,
    local: false,
    keyUrl: 'https://platform.deepseek.com/api_keys',
    keyVariables: keys('DEEPSEEK_API_KEY'),
    urlVariables: [],
    defaultModel: 'deepseek-v4-flash',
    quirks: { ...plain, reasoningParam: 'thinking', reasoningModels: /^deepseek-v[4-9]/, reasoningBack: true },
  },
  {
    id: 'groq',
    label: 'Groq',
    family: 'openai',
    baseUrl: 'https://api.groq.com/openai/v1',
    needsKey: true,
    local: false,
    keyUrl: 'https://console.groq.com/keys',
    keyVariables: keys('GROQ_API_KEY'),
    urlVariables: [],
    defaultModel: 'openai/gpt-oss-120b',
    quirks: { ...plain, reasoningParam: 'effort', reasoningModels: /gpt-oss/ },
  },
  {
    id: 'openrouter',
    label: 'OpenRouter',
    family: 'openai',
    baseUrl: 'https://openrouter.ai/api/v1',
    needsKey: true,
    local: false,
    keyUrl: 'https://openrouter.ai/settings/keys',
    keyVariables: keys('OPENROUTER_API_KEY'),
    urlVariables: [],
    defaultModel: 'openrouter/auto',
    quirks: { ...plain, reasoningParam: 'openrouter', listing: 'openrouter' },
  },
  {
    id: 'zhipu',
    label: 'Zhipu (GLM)',
    family: 'openai',
    baseUrl: 'https://api.z.ai/api/paas/v4',
    needsKey: true,
    local: false,
    keyUrl: 'https://z.ai/manage-apikey/apikey-list',
    keyVariables: [
      { name: 'ZAI_API_KEY' },
      { name: 'ZHIPUAI_API_KEY', baseUrl: 'https://open.bigmodel.cn/api/paas/v4' },
    ],
    urlVariables: [],
    defaultModel: 'glm-4.7',
    quirks: { ...plain, reasoningParam: 'thinking', reasoningModels: /^glm-(4\.[5-9]|[5-9])/ },
  },
  {
    id: 'moonshot',
    label: 'Moonshot (Kimi)',
    family: 'openai',
    baseUrl: 'https://api.moonshot.ai/v1',
    needsKey: true,
    local: false,
    keyUrl: 'https://platform.moonshot.ai/console/api-keys',
    keyVariables: keys('MOONSHOT_API_KEY'),
    urlVariables: [],
    defaultModel: 'kimi-k2.6',
    quirks: {
      ...plain,
      reasoningParam: 'thinking',
      reasoningModels: /^kimi-k2\.[56]$/,
      reasoningBack: true,
      toolIds: 'counted',
    },
  },
  {
    id: 'mistral',
    label: 'Mistral',
    family: 'openai',
    baseUrl: 'https://api.mistral.ai/v1',
    needsKey: true,
    local: false,
    keyUrl: 'https://console.mistral.ai/api-keys',
    keyVariables: keys('MISTRAL_API_KEY'),
    urlVariables: [],
    defaultModel: 'mistral-large-latest',
    quirks: { ...plain, streamOptions: false, toolIds: 'nine' },
  },
  {
    id: 'xai',
    label: 'xAI',
    family: 'openai',
    baseUrl: 'https://api.x.ai/v1',
    needsKey: true,
    local: false,
    keyUrl: 'https://console.x.ai',
    keyVariables: keys('XAI_API_KEY'),
    urlVariables: [],
    defaultModel: 'grok-4.5',
    quirks: { ...plain, reasoningParam: 'effort' },
  },
  {
    id: 'litellm',
    label: 'LiteLLM',
    family: 'openai',
    baseUrl: 'http://127.0.0.1:4000/v1',
    needsKey: false,
    local: false,
    isLookedFor: true,
    keyVariables: keys('LITELLM_API_KEY'),
    urlVariables: ['LITELLM_BASE_URL'],
    quirks: { ...plain, printsTools: true, listing: 'litellm' },
  },
  {
    id: 'ollama',
    label: 'Ollama',
    family: 'openai',
    baseUrl: 'http://127.0.0.1:11434/v1',
    needsKey: false,
    local: true,
    programUrl: 'https://ollama.com/download',
    keyVariables: [],
    urlVariables: ['OLLAMA_HOST'],
    quirks: { ...local, reasoningParam: 'effort', listing: 'ollama' },
  },
  {
    id: 'lm-studio',
    label: 'LM Studio',
    family: 'openai',
    baseUrl: 'http://127.0.0.1:1234/v1',
    needsKey: false,
    local: true,
    programUrl: 'https://lmstudio.ai/download',
    keyVariables: [],
    urlVariables: ['LMSTUDIO_BASE_URL'],
    quirks: { ...local, listing: 'lm-studio' },
  },
  atPort('llama-cpp', 'llama.cpp, LocalAI', 8080),
  atPort('vllm', 'vLLM', 8000),
  atPort('jan', 'Jan', 1337),
  atPort('gpt4all', 'GPT4All', 4891),
  atPort('koboldcpp', 'KoboldCpp', 5001),
  atPort('text-generation-webui', 'Text Generation Web UI', 5000),
  {
    id: 'openai-compatible',
    label: 'OpenAI-compatible address',
    family: 'openai',
    baseUrl: '',
    needsKey: false,
    local: false,
    keyVariables: [],
    urlVariables: [],
    quirks: { ...plain, printsTools: true, slowStart: true },
  },
  {
    id: 'anthropic-compatible',
    label: 'Anthropic-compatible address',
    family: 'anthropic',
    baseUrl: '',
    needsKey: false,
    local: false,
    keyVariables: [],
    urlVariables: [],
    quirks: anthropic,
  },
  {
    id: 'offline',
    label: 'Offline commands',
    family: 'offline',
    baseUrl: '',
    needsKey: false,
    local: true,
    keyVariables: [],
    urlVariables: [],
    defaultModel: 'commands',
    quirks: { ...plain, listing: 'none' },
  },
];

export function findVendor(id: string): VendorEntry | undefined {
  return catalog.find((vendor) => vendor.id === id);
}

/** Whether Limpet looks for it on this machine. */
export const isLookedFor = (vendor: VendorEntry): boolean =>
  vendor.family !== 'offline' && (vendor.local || vendor.isLookedFor === true);

/** The peculiarities of a vendor at this address: elsewhere than at home, only the common wire can be relied on. */
export function quirksAt(vendor: VendorEntry, baseUrl: string): Quirks {
  const home = vendor.baseUrl === '' || baseUrl === vendor.baseUrl;
  return home || vendor.quirks.api === 'chat' ? vendor.quirks : { ...vendor.quirks, api: 'chat' };
}
