// A trace as others read it: every attribute is one of the conventions or says whose it is, and sums mean what they mean there.
import * as conventions from '@opentelemetry/semantic-conventions/incubating';
import { expect, it } from 'vitest';
import { Trace } from '#main/contract/activity.ts';
import { toOtlpJson } from './otel-export.ts';

const at = Date.UTC(2026, 10, 27, 9);
const usage = {
  ...{ inputTokens: 40, cacheReadTokens: 50, cacheWriteTokens: 10, outputTokens: 20, reasoningTokens: 5, steps: 1 },
  costUsd: 0.01,
};
const trace = Trace.parse({
  ...{
    turnId: 't1',
    sessionId: 's1',
    channel: 'ui',
    model: 'anthropic/claude',
    usage,
    stopReason: 'end',
    state: 'failed',
  },
  ...{ startedAt: at, endedAt: at + 5_000 },
  spans: [
    {
      ...{
        type: 'model',
        id: 'm',
        step: 0,
        model: 'anthropic/claude',
        stop: 'tool_calls',
        usage,
        code: 'rate_limited',
      },
      ...{ startedAt: at, firstTokenAt: at + 750, endedAt: at + 2_000 },
    },
    {
      ...{ type: 'call', id: 'c', callId: 'c', tool: 'read_file', title: { key: 'x.y', params: {} }, state: 'failed' },
      ...{ startedAt: at + 2_000, code: 'not_found', decision: { by: 'person' } },
    },
  ],
});

type Value = { stringValue?: string; intValue?: number; doubleValue?: number; arrayValue?: { values: Value[] } };
type Span = {
  name: string;
  kind: number;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  status: { code: number };
  attributes: { key: string; value: Value }[];
};

async function exported(content = true) {
  const calls = new Map([['c', { input: '{"path":"tides.txt"}', output: 'High water' }]]);
  const said = content ? { content: { question: 'When?', answer: 'At noon.', calls } } : {};
  const text = await toOtlpJson(trace, { version: '9.9.9', ...said });
  const parsed = JSON.parse(text) as {
    resourceSpans: { resource: { attributes: Span['attributes'] }; scopeSpans: { spans: Span[] }[] }[];
  };
  const [resource] = parsed.resourceSpans;
  const spans = resource?.scopeSpans[0]?.spans ?? [];
  const named = (start: string) => {
    const span = spans.find(({ name }) => name.startsWith(start));
    if (span === undefined) throw new Error(`no span ${start}`);
    return { ...span, of: Object.fromEntries(span.attributes.map(({ key, value }) => [key, value])) };
  };
  return { spans, resource: resource?.resource.attributes ?? [], named };
}

it('names every attribute as the conventions do, or as its own', async () => {
  const { spans, resource } = await exported();
  const known = new Set<unknown>(Object.values(conventions));
  const keys = new Set([...resource, ...spans.flatMap(({ attributes }) => attributes)].map(({ key }) => key));
  expect(keys.size).toBeGreaterThan(20);
  expect([...keys].filter((key) => !known.has(key) && !key.startsWith('limpet.'))).toEqual([]);
});

it('counts cached tokens into those that went in, and times in seconds', async () => {
  const { of } = (await exported()).named('chat claude');
  expect(of['gen_ai.usage.input_tokens']).toEqual({ intValue: 100 });
  expect(of['gen_ai.usage.cache_read.input_tokens']).toEqual({ intValue: 50 });
  expect(of['gen_ai.usage.output_tokens']).toEqual({ intValue: 20 });
  expect(of['gen_ai.response.time_to_first_chunk']).toEqual({ doubleValue: 0.75 });
  expect(of['gen_ai.response.finish_reasons']).toEqual({ arrayValue: { values: [{ stringValue: 'tool_calls' }] } });
  expect(of['error.type']).toEqual({ stringValue: 'rate_limited' });
});

it('gives spans of the right kind, a status, and an end also where none is known', async () => {
  const { named } = await exported();
  const [chat, call, root] = [named('chat'), named('execute_tool'), named('invoke_agent')];
  expect([chat.kind, call.kind, root.kind]).toEqual([3, 1, 1]);
  expect([chat.status.code, call.status.code, root.status.code]).toEqual([2, 2, 2]);
  expect(call.endTimeUnixNano).toBe(root.endTimeUnixNano);
});

it('carries words in the form of the conventions, and none unless asked', async () => {
  const { of } = (await exported()).named('invoke_agent');
  expect(JSON.parse(of['gen_ai.input.messages']?.stringValue ?? '')).toEqual([
    { role: 'user', parts: [{ type: 'text', content: 'When?' }] },
  ]);
  expect(JSON.parse(of['gen_ai.output.messages']?.stringValue ?? '')).toEqual([
    { role: 'assistant', finish_reason: 'end', parts: [{ type: 'text', content: 'At noon.' }] },
  ]);
  const { spans } = await exported(false);
  const keys = spans.flatMap(({ attributes }) => attributes.map(({ key }) => key));
  for (const key of ['gen_ai.input.messages', 'gen_ai.output.messages', 'gen_ai.tool.call.arguments'])
    expect(keys).not.toContain(key);
});
