// A trace as OpenTelemetry spans, named by its semantic conventions for generative AI (status: development, 1.37:
// `invoke_agent`, `chat`, `execute_tool`), serialised as OTLP JSON by OpenTelemetry's own serialiser.
import type { Trace, TraceSpan } from '#main/contract/activity.ts';
import type { Usage } from '#main/contract/messages.ts';

type Attributes = Record<string, string | number | string[]>;

/** What was said and returned, by call and by step; only when the person asked for it. */
export type TraceContent = {
  readonly question?: string;
  readonly answer?: string;
  readonly calls: ReadonlyMap<string, { readonly input: string; readonly output: string }>;
};

const usageAttributes = (usage: Usage | undefined): Attributes =>
  usage === undefined
    ? {}
    : {
        // The conventions count cached ones in.
        'gen_ai.usage.input_tokens': usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens,
        'gen_ai.usage.output_tokens': usage.outputTokens,
        'gen_ai.usage.cache_read.input_tokens': usage.cacheReadTokens,
        'gen_ai.usage.cache_creation.input_tokens': usage.cacheWriteTokens,
        'gen_ai.usage.reasoning.output_tokens': usage.reasoningTokens,
        ...(usage.costUsd === undefined ? {} : { 'limpet.cost_usd': usage.costUsd }),
      };

/** A model is named `connection/name`: the connection is who provides it. */
function modelAttributes(model: string): Attributes {
  const slash = model.indexOf('/');
  return { 'gen_ai.provider.name': model.slice(0, slash), 'gen_ai.request.model': model.slice(slash + 1) };
}

function spanOf(span: TraceSpan, content: TraceContent | undefined): { name: string; attributes: Attributes } {
  const failed: Attributes = span.code === undefined ? {} : { 'error.type': span.code };
  if (span.type === 'model')
    return {
      name: `chat ${span.model.slice(span.model.indexOf('/') + 1)}`,
      attributes: {
        'gen_ai.operation.name': 'chat',
        ...modelAttributes(span.model),
        'gen_ai.response.finish_reasons': [span.stop],
        ...usageAttributes(span.usage),
        ...(span.firstTokenAt === undefined
          ? {}
          : { 'gen_ai.response.time_to_first_chunk': (span.firstTokenAt - span.startedAt) / 1_000 }),
        ...failed,
      },
    };
  const said = content?.calls.get(span.callId);
  return {
    name: `execute_tool ${span.tool}`,
    attributes: {
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': span.tool,
      'gen_ai.tool.call.id': span.callId,
      'gen_ai.tool.type': 'function',
      'limpet.call.state': span.state,
      ...(span.decision === undefined ? {} : { 'limpet.call.allowed_by': span.decision.by }),
      ...(said === undefined
        ? {}
        : { 'gen_ai.tool.call.arguments': said.input, 'gen_ai.tool.call.result': said.output }),
      ...failed,
    },
  };
}

function rootAttributes(t: Trace, content: TraceContent | undefined): Attributes {
  return {
    'gen_ai.operation.name': 'invoke_agent',
    'gen_ai.agent.name': 'Limpet',
    'gen_ai.conversation.id': t.sessionId,
    ...modelAttributes(t.model),
    ...usageAttributes(t.usage),
    'limpet.turn.id': t.turnId,
    'limpet.turn.state': t.state,
    'limpet.turn.channel': t.channel,
    ...(content?.question === undefined
      ? {}
      : { 'gen_ai.input.messages': messages({ role: 'user' }, content.question) }),
    ...(content?.answer === undefined
      ? {}
      : {
          'gen_ai.output.messages': messages(
            { role: 'assistant', finish_reason: t.stopReason ?? t.state },
            content.answer,
          ),
        }),
  };
}

const messages = (about: { role: string; finish_reason?: string }, text: string) =>
  JSON.stringify([{ ...about, parts: [{ type: 'text', content: text }] }]);

/** Times without an end close at the last moment that is known. */
export async function toOtlpJson(t: Trace, o: { version: string; content?: TraceContent }): Promise<string> {
  const [api, { resourceFromAttributes }, sdk, { JsonTraceSerializer }] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/resources'),
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/otlp-transformer'),
  ]);
  const exporter = new sdk.InMemorySpanExporter();
  const provider = new sdk.TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'limpet', 'service.version': o.version }),
    spanProcessors: [new sdk.SimpleSpanProcessor({ exporter })],
  });
  const tracer = provider.getTracer('limpet', o.version);
  const last = Math.max(t.startedAt, t.endedAt ?? 0, ...t.spans.map((span) => span.endedAt ?? span.startedAt));
  const root = tracer.startSpan(
    'invoke_agent Limpet',
    { kind: api.SpanKind.INTERNAL, startTime: t.startedAt, attributes: rootAttributes(t, o.content) },
    api.ROOT_CONTEXT,
  );
  const below = api.trace.setSpan(api.ROOT_CONTEXT, root);
  for (const span of t.spans) {
    const { name, attributes } = spanOf(span, o.content);
    const kind = span.type === 'model' ? api.SpanKind.CLIENT : api.SpanKind.INTERNAL;
    const made = tracer.startSpan(name, { kind, startTime: span.startedAt, attributes }, below);
    if (span.code !== undefined) made.setStatus({ code: api.SpanStatusCode.ERROR, message: span.code });
    made.end(span.endedAt ?? last);
  }
  if (t.state === 'failed') root.setStatus({ code: api.SpanStatusCode.ERROR });
  root.end(last);
  await provider.forceFlush();
  const bytes = JsonTraceSerializer.serializeRequest(exporter.getFinishedSpans());
  if (bytes === undefined) throw new Error('the serialiser returned nothing');
  return new TextDecoder().decode(bytes);
}
