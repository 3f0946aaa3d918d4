// A model that says again what it said then, one recorded step per request.
import type { ModelEvent, Models, OutputPart } from '#main/agent/providers/port.ts';

const noUsage = { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0 };
export const recordedRef = 'replay/recorded';

export type RecordedModel = Pick<Models, 'resolve' | 'stream'> & {
  /** Steps that were asked for. */
  asked(): number;
};

async function* say(parts: readonly OutputPart[]): AsyncGenerator<ModelEvent, void, undefined> {
  for (const part of parts) {
    if (part.type === 'text') yield { type: 'text-delta', text: part.text };
    if (part.type === 'reasoning') yield { type: 'reasoning-delta', text: part.text };
  }
  const stopReason = parts.some((part) => part.type === 'tool_call') ? 'tool_calls' : 'end';
  yield { type: 'finish', parts, stopReason, usage: noUsage };
}

/** Past the last step it says nothing more. */
export function createRecordedModel(steps: readonly (readonly OutputPart[])[]): RecordedModel {
  let next = 0;
  return {
    asked: () => next,
    resolve: async () => ({
      ref: recordedRef,
      offline: false,
      info: {
        ref: recordedRef,
        name: 'recorded',
        label: 'Recorded',
        contextTokens: 1_000_000,
        images: false,
        tools: true,
      },
    }),
    stream() {
      const parts = steps[next] ?? [];
      next += 1;
      return say(parts);
    },
  };
}
