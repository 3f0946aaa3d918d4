// What is known for sure about well-known models. Each price carries the day on which it was checked; what is not here
// is unknown and is said to be unknown.
import type { Price } from '#main/contract/models.ts';

export type KnownModel = {
  readonly label?: string;
  readonly contextTokens?: number;
  readonly maxOutputTokens?: number;
  readonly images?: boolean;
  readonly tools?: boolean;
  readonly reasoning?: boolean;
  readonly price?: Price;
  /** What switches reasoning off (or nearly), where it can be; absent: the vendor's default stays. */
  readonly effortOff?: 'none' | 'minimal';
  /** Anthropic: a token budget for thinking, or the model decides (`always`: it cannot be switched off). */
  readonly thinking?: 'budget' | 'adaptive' | 'always';
  /** Anthropic: what switches it off where it is on by itself. */
  readonly thinkingOff?: 'disabled' | 'between_tools';
};

type Row = KnownModel & { readonly vendor: string; readonly names: RegExp };

const million = 1_000_000;
type Rates = readonly [input: number, output: number, cacheRead?: number, cacheWrite?: number];
const price = (asOf: string, [input, output, read, write]: Rates, long?: Price['longPrompt']): Price => ({
  inputPerMTok: input,
  outputPerMTok: output,
  ...(read === undefined ? {} : { cacheReadPerMTok: read }),
  ...(write === undefined ? {} : { cacheWritePerMTok: write }),
  ...(long === undefined ? {} : { longPrompt: long }),
  asOf,
});
const above = (aboveTokens: number, [input, output, read, write]: Rates): NonNullable<Price['longPrompt']> => ({
  aboveTokens,
  inputPerMTok: input,
  outputPerMTok: output,
  ...(read === undefined ? {} : { cacheReadPerMTok: read }),
  ...(write === undefined ? {} : { cacheWritePerMTok: write }),
});

/** A dated release (`-2026-04-23`, `-20250929`) is the model without its date. */
const named = (name: string) => new RegExp(`^${name.replaceAll('.', '\\.')}(-\\d{4}-?\\d{2}-?\\d{2})?$`);
const able = { images: true, tools: true } as const;
const thinker = { ...able, reasoning: true } as const;

const oct = '2026-10-27';
const nov = '2026-11-05';

const openai: Row[] = [
  {
    names: named('gpt-6.1-sol'),
    label: 'GPT-6.1 Sol',
    contextTokens: million,
    price: price(oct, [2, 10, 0.1], above(272_000, [4, 15, 0.2])),
  },
  {
    names: named('gpt-6.1-terra'),
    label: 'GPT-6.1 Terra',
    price: price(oct, [1, 5, 0.05, 1.25]),
  },
  {
    names: named('gpt-6-astra'),
    label: 'GPT-6 Astra',
    contextTokens: million,
    maxOutputTokens: 128_000,
    price: price(oct, [10, 50, 1, 12.5]),
  },
  {
    names: named('gpt-6-sol'),
    label: 'GPT-6 Sol',
    contextTokens: million,
    price: price(oct, [2, 10, 0.2, 2.5]),
  },
  { names: named('gpt-6-luna'), label: 'GPT-6 Luna', price: price(oct, [0.1, 0.5, 0.01, 0.125]) },
  {
    names: named('gpt-5.6-sol'),
    label: 'GPT-5.6 Sol',
    contextTokens: million,
    price: price(oct, [4, 20, 0.4]),
  },
  {
    names: named('gpt-5.6-terra'),
    label: 'GPT-5.6 Terra',
    contextTokens: million,
    price: price(oct, [2, 12, 0.2]),
  },
  {
    names: named('gpt-5.6-luna'),
    label: 'GPT-5.6 Luna',
    contextTokens: 400_000,
    price: price(oct, [0.2, 1.2, 0.02]),
  },
  {
    names: named('gpt-5.5'),
    label: 'GPT-5.5',
    contextTokens: 1_050_000,
    maxOutputTokens: 128_000,
    price: price(oct, [5, 30, 0.5], above(272_000, [10, 45, 1])),
    effortOff: 'none' as const,
  },
  { names: named('gpt-5.4'), label: 'GPT-5.4', price: price(oct, [2.5, 15, 0.25]), effortOff: 'none' as const },
  {
    names: named('gpt-5.4-mini'),
    label: 'GPT-5.4 mini',
    price: price(oct, [0.75, 4.5, 0.075]),
    effortOff: 'none' as const,
  },
  {
    names: named('gpt-5.2'),
    label: 'GPT-5.2',
    contextTokens: 400_000,
    maxOutputTokens: 128_000,
    price: price(oct, [1.75, 14, 0.175]),
    effortOff: 'none' as const,
  },
  {
    names: named('gpt-5.1'),
    label: 'GPT-5.1',
    contextTokens: 400_000,
    maxOutputTokens: 128_000,
    price: price(oct, [1.25, 10, 0.125]),
    effortOff: 'none' as const,
  },
  {
    names: named('gpt-5'),
    label: 'GPT-5',
    contextTokens: 400_000,
    maxOutputTokens: 128_000,
    price: price(oct, [1.25, 10, 0.125]),
    effortOff: 'minimal' as const,
  },
  {
    names: named('gpt-5-mini'),
    label: 'GPT-5 mini',
    contextTokens: 400_000,
    maxOutputTokens: 128_000,
    price: price(oct, [0.25, 2, 0.025]),
    effortOff: 'minimal' as const,
  },
  {
    names: named('gpt-5-nano'),
    label: 'GPT-5 nano',
    contextTokens: 400_000,
    maxOutputTokens: 128_000,
    price: price(oct, [0.05, 0.4, 0.005]),
    effortOff: 'minimal' as const,
  },
  {
    names: named('o3'),
    label: 'o3',
    contextTokens: 200_000,
    maxOutputTokens: 100_000,
    price: price(oct, [2, 8, 0.5]),
  },
  {
    names: named('o4-mini'),
    label: 'o4-mini',
    contextTokens: 200_000,
    maxOutputTokens: 100_000,
    price: price(oct, [1.1, 4.4, 0.275]),
  },
].map((row) => ({ ...thinker, ...row, vendor: 'openai' }));

const openaiPlain: Row[] = [
  { names: named('gpt-4.1'), label: 'GPT-4.1', ...sized(1_047_576, 32_768), price: price(oct, [2, 8, 0.5]) },
  {
    names: named('gpt-4.1-mini'),
    label: 'GPT-4.1 mini',
    ...sized(1_047_576, 32_768),
    price: price(oct, [0.4, 1.6, 0.1]),
  },
  {
    names: named('gpt-4.1-nano'),
    label: 'GPT-4.1 nano',
    ...sized(1_047_576, 32_768),
    price: price(oct, [0.1, 0.4, 0.025]),
  },
  { names: named('gpt-4o'), label: 'GPT-4o', ...sized(128_000, 16_384), price: price(oct, [2.5, 10, 1.25]) },
  {
    names: named('gpt-4o-mini'),
    label: 'GPT-4o mini',
    ...sized(128_000, 16_384),
    price: price(oct, [0.15, 0.6, 0.075]),
  },
].map((row) => ({ ...able, reasoning: false, ...row, vendor: 'openai' }));

function sized(contextTokens: number, maxOutputTokens: number) {
  return { contextTokens, maxOutputTokens };
}

const anthropic: Row[] = [
  {
    names: named('claude-fable-5-1'),
    label: 'Claude Fable 5.1',
    ...sized(million, 128_000),
    thinking: 'always' as const,
    price: price(nov, [10, 50]),
  },
  {
    names: named('claude-opus-5-5'),
    label: 'Claude Opus 5.5',
    ...sized(million, 128_000),
    thinking: 'always' as const,
    price: price(nov, [4, 20, 0.2, 5]),
  },
  {
    names: named('claude-sonnet-5-5'),
    label: 'Claude Sonnet 5.5',
    ...sized(million, 128_000),
    thinking: 'adaptive' as const,
    thinkingOff: 'between_tools' as const,
    price: price(nov, [2, 10, 0.1, 2.5]),
  },
  {
    names: named('claude-haiku-5-5'),
    label: 'Claude Haiku 5.5',
    ...sized(million, 128_000),
    thinking: 'adaptive' as const,
    price: price(nov, [0.1, 0.5, 0.01, 0.125], above(100_000, [0.5, 2.5, 0.05, 0.625])),
  },
  {
    names: named('claude-opus-5'),
    label: 'Claude Opus 5',
    ...sized(million, 128_000),
    thinking: 'adaptive' as const,
    thinkingOff: 'disabled' as const,
    price: price(nov, [5, 25, 0.5, 6.25]),
  },
  {
    names: named('claude-sonnet-5'),
    label: 'Claude Sonnet 5',
    ...sized(million, 128_000),
    thinking: 'adaptive' as const,
    thinkingOff: 'disabled' as const,
    price: price(nov, [2, 10]),
  },
  {
    names: named('claude-haiku-4-5'),
    label: 'Claude Haiku 4.5',
    ...sized(200_000, 64_000),
    thinking: 'budget' as const,
    price: price(nov, [1, 5, 0.1, 1.25]),
  },
  {
    names: named('claude-sonnet-4-5'),
    label: 'Claude Sonnet 4.5',
    ...sized(200_000, 64_000),
    thinking: 'budget' as const,
    price: price(nov, [3, 15, 0.3, 3.75]),
  },
  {
    names: named('claude-opus-4-5'),
    label: 'Claude Opus 4.5',
    ...sized(200_000, 64_000),
    thinking: 'budget' as const,
    price: price(nov, [5, 25, 0.5, 6.25]),
  },
].map((row) => ({ ...thinker, ...row, vendor: 'anthropic' }));

const others: Row[] = [
  {
    vendor: 'gemini',
    names: named('gemini-3.8-flash'),
    label: 'Gemini 3.8 Flash',
    ...sized(1_048_576, 65_536),
    ...thinker,
    price: price('2026-10-07', [0.75, 3.75, 0.075]),
  },
  {
    vendor: 'gemini',
    names: named('gemini-2.5-pro'),
    label: 'Gemini 2.5 Pro',
    ...sized(1_048_576, 65_536),
    ...thinker,
    price: price('2026-10-07', [1.25, 10], above(200_000, [2.5, 15])),
  },
  {
    vendor: 'gemini',
    names: named('gemini-2.5-flash'),
    label: 'Gemini 2.5 Flash',
    ...sized(1_048_576, 65_536),
    ...thinker,
    price: price('2026-10-07', [0.3, 2.5]),
    effortOff: 'none',
  },
  {
    vendor: 'gemini',
    names: named('gemini-2.5-flash-lite'),
    label: 'Gemini 2.5 Flash-Lite',
    ...sized(1_048_576, 65_536),
    ...thinker,
    price: price('2026-10-07', [0.1, 0.4]),
    effortOff: 'none',
  },
  {
    vendor: 'deepseek',
    names: /^deepseek-v4-(flash|pro)$/,
    ...sized(million, 384_000),
    images: false,
    tools: true,
    reasoning: true,
  },
  {
    vendor: 'moonshot',
    names: named('kimi-k2.6'),
    label: 'Kimi K2.6',
    contextTokens: 262_144,
    tools: true,
    reasoning: true,
  },
  { vendor: 'xai', names: named('grok-4.5'), label: 'Grok 4.5', contextTokens: 500_000, ...thinker },
  { vendor: 'zhipu', names: /^glm-4\.[67]$/, contextTokens: 200_000, images: false, tools: true, reasoning: true },
  {
    vendor: 'groq',
    names: /^openai\/gpt-oss-(20|120)b$/,
    contextTokens: 131_072,
    images: false,
    tools: true,
    reasoning: true,
  },
];

const table: readonly Row[] = [...openai, ...openaiPlain, ...anthropic, ...others];

/** What is known of a vendor's model by its exact or dated name; undefined: nothing. */
export function knownModel(vendor: string, name: string): KnownModel | undefined {
  return table.find((row) => row.vendor === vendor && row.names.test(name));
}
