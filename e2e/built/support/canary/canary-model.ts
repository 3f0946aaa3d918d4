// A model server that does what the person's last line asks for: call one tool, refuse the key in a vendor's careless
// way, or just answer. It remembers what it was sent.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

export type CanaryModel = {
  readonly url: string;
  /** Bodies of all requests, and never their headers: those carry the key, as they must. */
  readonly received: string[];
  /** Keys that requests were made with. */
  readonly keys: ReadonlySet<string>;
  /** What a refusal says besides the key. */
  refusal: string;
  stop(): void;
};

type Message = { readonly role: string; readonly content: unknown };

const textOf = (content: unknown): string =>
  typeof content === 'string'
    ? content
    : Array.isArray(content)
      ? content.map((part: { text?: string }) => part.text ?? '').join('\n')
      : '';

function chunk(response: ServerResponse, delta: unknown, finish: string | null = null): void {
  const choices = [{ index: 0, delta, finish_reason: finish }];
  response.write(
    `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', created: 1, model: 'm', choices })}\n\n`,
  );
}

async function read(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of request) text += String(piece);
  return text;
}

/** `call <tool> <json>` on a line of the newest words of the person. */
function wantedCall(messages: readonly Message[]): { name: string; input: string } | undefined {
  const last = messages.findLastIndex((message) => message.role === 'user');
  if (messages.slice(last + 1).some((message) => message.role === 'tool')) return undefined;
  const found = /^call (\w+) (\{.*\})$/m.exec(textOf(messages[last]?.content));
  return found?.[1] === undefined || found[2] === undefined ? undefined : { name: found[1], input: found[2] };
}

function answer(response: ServerResponse, messages: readonly Message[]): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const call = wantedCall(messages);
  chunk(response, { content: 'Well. ' });
  if (call !== undefined) {
    const toolCall = {
      id: `call_${Date.now()}`,
      type: 'function',
      function: { name: call.name, arguments: call.input },
    };
    chunk(response, { tool_calls: [{ index: 0, ...toolCall }] });
  }
  chunk(response, {}, call === undefined ? 'stop' : 'tool_calls');
  response.end('data: [DONE]\n\n');
}

export async function startCanaryModel(): Promise<CanaryModel> {
  const received: string[] = [];
  const keys = new Set<string>();
  const model = { refusal: '' };
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const key = (request.headers.authorization ?? '').replace('Bearer ', '');
    keys.add(key);
    const text = await read(request);
    if (request.method === 'GET') {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ object: 'list', data: [{ id: 'm', object: 'model' }] }));
      return;
    }
    received.push(text);
    const { messages } = JSON.parse(text) as { messages: Message[] };
    if (!/refuse me\s*$/.test(textOf(messages.at(-1)?.content))) return answer(response, messages);
    response.writeHead(401, { 'content-type': 'application/json' });
    const message = `Incorrect API key provided: ${key}. ${model.refusal}`;
    response.end(JSON.stringify({ error: { message, type: 'invalid_request_error', code: 'invalid_api_key' } }));
  };
  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy()); // the gateway was killed in the middle
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return Object.assign(model, {
    url: `http://127.0.0.1:${address.port}/v1`,
    received,
    keys,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  });
}
