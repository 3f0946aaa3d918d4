// Adding up what was used.
import { Usage } from '#main/contract/messages.ts';
import { parseJson } from '#main/platform/base/json.ts';

const none: Usage = {
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  reasoningTokens: 0,
  steps: 0,
};

function unpricedIn({ unpricedSteps, costUsd, steps, ...tokens }: Usage): number {
  const isUsed = tokens.inputTokens + tokens.outputTokens + tokens.cacheReadTokens + tokens.cacheWriteTokens > 0;
  return unpricedSteps ?? (costUsd === undefined && isUsed ? steps : 0);
}

function combine(a: Usage, b: Usage, sign: 1 | -1): Usage {
  const sum = (key: Exclude<keyof Usage, 'costUsd' | 'unpricedSteps'>) => Math.max(0, a[key] + sign * b[key]);
  // A price that is known for one part only still is a cost, and says how much it leaves out.
  const unpriced = Math.max(0, unpricedIn(a) + sign * unpricedIn(b));
  const hasCost = a.costUsd !== undefined || b.costUsd !== undefined;
  return {
    inputTokens: sum('inputTokens'),
    outputTokens: sum('outputTokens'),
    cacheReadTokens: sum('cacheReadTokens'),
    cacheWriteTokens: sum('cacheWriteTokens'),
    reasoningTokens: sum('reasoningTokens'),
    steps: sum('steps'),
    ...(hasCost ? { costUsd: Math.max(0, (a.costUsd ?? 0) + sign * (b.costUsd ?? 0)) } : {}),
    ...(unpriced > 0 ? { unpricedSteps: unpriced } : {}),
  };
}

export const addUsage = (a: Usage | undefined, b: Usage): Usage => combine(a ?? none, b, 1);
export const subtractUsage = (a: Usage | undefined, b: Usage): Usage => combine(a ?? none, b, -1);

/** Undefined for null and for what is not a usage. */
export function readUsage(json: string | null): Usage | undefined {
  if (json === null) return undefined;
  return Usage.safeParse(parseJson(json)).data;
}
