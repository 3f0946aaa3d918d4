// The two wires as bytes: what a vendor would send for a short script, and a fetch that sends any bytes in any pieces.
import type { Fetch } from '../family.ts';

export type ScriptPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'reasoning'; readonly text: string; readonly signature?: string }
  | { readonly type: 'call'; readonly id: string; readonly name: string; readonly json: string };

export type Script = {
  readonly parts: readonly ScriptPart[];
  readonly stop: 'end' | 'tools' | 'length' | 'refused';
  /** Characters per delta. */
  readonly step?: number;
};

export type Wire = {
  readonly family: 'openai' | 'responses' | 'anthropic';
  /** Whole events, each with its blank line. */
  readonly events: (script: Script) => string[];
  /** Stands in the event that names the stop reason, and in none before it. */
  readonly stopMark: string;
  readonly errorEvent: (kind: string, message: string) => string;
};

function pieces(text: string, step = 7): string[] {
  const found: string[] = [];
  for (let at = 0; at < text.length; at += step) found.push(text.slice(at, at + step));
  return found;
}

const chatStops = { end: 'stop', tools: 'tool_calls', length: 'length', refused: 'content_filter' } as const;

export const chatWire: Wire = {
  family: 'openai',
  stopMark: '"finish_reason":"',
  events({ parts, stop, step }) {
    const chunk = (delta: object, finish: string | null = null, extra: object = {}) =>
      `data: ${JSON.stringify({ id: 'c1', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason: finish }], ...extra })}\n\n`;
    let index = -1;
    const body = parts.flatMap((part) => {
      if (part.type === 'text') return pieces(part.text, step).map((content) => chunk({ content }));
      if (part.type === 'reasoning') return pieces(part.text, step).map((text) => chunk({ reasoning_content: text }));
      index += 1;
      const start = { index, id: part.id, type: 'function', function: { name: part.name, arguments: '' } };
      const rest = pieces(part.json, step).map((text) =>
        chunk({ tool_calls: [{ index, function: { arguments: text } }] }),
      );
      return [chunk({ tool_calls: [start] }), ...rest];
    });
    const usage = {
      prompt_tokens: 120,
      completion_tokens: 9,
      total_tokens: 129,
      prompt_tokens_details: { cached_tokens: 100 },
    };
    const end = `data: ${JSON.stringify({ id: 'c1', choices: [], usage })}\n\n`;
    return [chunk({ role: 'assistant', content: '' }), ...body, chunk({}, chatStops[stop]), end, 'data: [DONE]\n\n'];
  },
  errorEvent: (kind, message) => `data: ${JSON.stringify({ error: { type: kind, code: kind, message } })}\n\n`,
};

const namedEvent = (type: string, data: object) => `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
const anthropicStops = { end: 'end_turn', tools: 'tool_use', length: 'max_tokens', refused: 'refusal' } as const;

export const anthropicWire: Wire = {
  family: 'anthropic',
  stopMark: 'message_delta',
  events({ parts, stop, step }) {
    const usage = { input_tokens: 20, cache_read_input_tokens: 100, cache_creation_input_tokens: 7, output_tokens: 1 };
    const body = parts.flatMap((part, index) => {
      const delta = (fields: object) => namedEvent('content_block_delta', { index, delta: fields });
      const start = (block: object) => namedEvent('content_block_start', { index, content_block: block });
      const stopped = namedEvent('content_block_stop', { index });
      if (part.type === 'text')
        return [
          start({ type: 'text', text: '' }),
          ...pieces(part.text, step).map((text) => delta({ type: 'text_delta', text })),
          stopped,
        ];
      if (part.type === 'reasoning')
        return [
          start({ type: 'thinking', thinking: '', signature: '' }),
          ...pieces(part.text, step).map((thinking) => delta({ type: 'thinking_delta', thinking })),
          ...(part.signature === undefined ? [] : [delta({ type: 'signature_delta', signature: part.signature })]),
          stopped,
        ];
      return [
        start({ type: 'tool_use', id: part.id, name: part.name, input: {} }),
        ...pieces(part.json, step).map((text) => delta({ type: 'input_json_delta', partial_json: text })),
        stopped,
      ];
    });
    return [
      namedEvent('message_start', {
        message: { id: 'm1', type: 'message', role: 'assistant', model: 'm', content: [], usage },
      }),
      ...body,
      namedEvent('message_delta', {
        delta: { stop_reason: anthropicStops[stop], stop_sequence: null },
        usage: { output_tokens: 9 },
      }),
      namedEvent('message_stop', {}),
    ];
  },
  errorEvent: (kind, message) => namedEvent('error', { error: { type: kind, message } }),
};

export const responsesWire: Wire = {
  family: 'responses',
  stopMark: 'response.completed',
  events({ parts, stop, step }) {
    const body = parts.flatMap((part, output_index) => {
      if (part.type === 'text')
        return pieces(part.text, step).map((delta) =>
          namedEvent('response.output_text.delta', { output_index, delta }),
        );
      if (part.type === 'reasoning') {
        const item = {
          type: 'reasoning',
          id: `rs_${output_index}`,
          summary: [],
          encrypted_content: part.signature ?? '',
        };
        return [
          namedEvent('response.output_item.added', { output_index, item: { type: 'reasoning', id: item.id } }),
          namedEvent('response.reasoning_summary_part.added', { output_index }),
          ...pieces(part.text, step).map((delta) =>
            namedEvent('response.reasoning_summary_text.delta', { output_index, delta }),
          ),
          namedEvent('response.output_item.done', { output_index, item }),
        ];
      }
      const item = { type: 'function_call', id: `fc_${output_index}`, call_id: part.id, name: part.name };
      return [
        namedEvent('response.output_item.added', { output_index, item: { ...item, arguments: '' } }),
        ...pieces(part.json, step).map((delta) =>
          namedEvent('response.function_call_arguments.delta', { output_index, delta }),
        ),
        namedEvent('response.output_item.done', { output_index, item: { ...item, arguments: part.json } }),
      ];
    });
    const incomplete = { length: 'max_output_tokens', refused: 'content_filter' } as const;
    const reason = stop === 'length' || stop === 'refused' ? incomplete[stop] : undefined;
    const usage = {
      input_tokens: 120,
      output_tokens: 9,
      input_tokens_details: { cached_tokens: 100 },
      output_tokens_details: { reasoning_tokens: 0 },
    };
    const last = namedEvent(reason === undefined ? 'response.completed' : 'response.incomplete', {
      response: { id: 'r1', usage, ...(reason === undefined ? {} : { incomplete_details: { reason } }) },
    });
    return [namedEvent('response.created', { response: { id: 'r1' } }), ...body, last];
  },
  errorEvent: (kind, message) => namedEvent('error', { code: kind, message }),
};

export type WireEnd = 'close' | 'cut' | 'hang';

/** A fetch that answers 200 with these bytes in these pieces, then closes, breaks the connection, or says no more. */
export function wireFetch(chunks: readonly Uint8Array[], end: WireEnd = 'close'): Fetch {
  return async (_input, init) => {
    const signal = init?.signal ?? undefined;
    let at = 0;
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        signal?.addEventListener('abort', () => controller.error(signal.reason), { once: true });
      },
      pull(controller) {
        const chunk = chunks[at];
        at += 1;
        if (chunk !== undefined) return controller.enqueue(chunk);
        if (end === 'close') return controller.close();
        if (end === 'cut')
          return controller.error(
            Object.assign(new TypeError('terminated'), { cause: new Error('other side closed') }),
          );
        return new Promise(() => {});
      },
    });
    return new Response(body, { status: 200, headers: { 'content-type': 'text/event-stream' } });
  };
}

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
