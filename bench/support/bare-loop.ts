// The floor: the `openai` SDK in a loop of its own with one tool, nothing stored, nothing asked.
import { readFile } from 'node:fs/promises';
import OpenAI from 'openai';

export type BareTurn = { readonly firstTextMs: number; readonly totalMs: number };

const tools: OpenAI.ChatCompletionTool[] = [
  {
    type: 'function',
    function: {
      name: 'read_file',
      description: 'Reads a text file.',
      parameters: { type: 'object', properties: { path: { type: 'string' } }, required: ['path'] },
    },
  },
];

/** One turn: streams, runs the tool calls that the model asks for, and goes on until it asks for none. */
export function createBareLoop(baseUrl: string) {
  const client = new OpenAI({ baseURL: `${baseUrl}/v1`, apiKey: 'mock', maxRetries: 0 });
  return async (text: string, file: string): Promise<BareTurn> => {
    const started = performance.now();
    const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: 'user', content: text }];
    let firstTextMs: number | undefined;
    for (;;) {
      const stream = await client.chat.completions.create({ model: 'mock-model', messages, tools, stream: true });
      let content = '';
      const calls: { id: string; name: string; input: string }[] = [];
      for await (const chunk of stream) {
        const delta = chunk.choices[0]?.delta;
        if (delta?.content) {
          firstTextMs ??= performance.now() - started;
          content += delta.content;
        }
        for (const call of delta?.tool_calls ?? []) {
          calls[call.index] ??= { id: call.id ?? '', name: call.function?.name ?? '', input: '' };
          const kept = calls[call.index];
          if (kept !== undefined) kept.input += call.function?.arguments ?? '';
        }
      }
      if (calls.length === 0) return { firstTextMs: firstTextMs ?? Number.NaN, totalMs: performance.now() - started };
      messages.push({
        role: 'assistant',
        content,
        tool_calls: calls.map(({ id, name, input }) => ({
          id,
          type: 'function',
          function: { name, arguments: input },
        })),
      });
      for (const { id } of calls)
        messages.push({ role: 'tool', tool_call_id: id, content: await readFile(file, 'utf8') });
    }
  };
}
