// A model that does as its script says, over the OpenAI wire; it tells the test at which point of an answer it is.

import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** `asked` and `asked again`: a request has arrived, before and after the tool call. `chunk`: a piece of text has left. */
export type ModelMoment = { readonly type: 'asked' | 'asked again' | 'chunk' | 'last chunk'; readonly task: string };
export type ScriptedModel = {
  readonly url: string;
  /** Called at every moment; it may kill the gateway. */
  onMoment: (moment: ModelMoment) => void;
  stop(): void;
};

type Body = { messages: { role: string; content: unknown; tool_call_id?: string }[] };
const textOf = (content: unknown): string =>
  typeof content === 'string'
    ? content
    : Array.isArray(content)
      ? content.map((part: { text?: string }) => part.text ?? '').join('')
      : '';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function read(request: IncomingMessage): Promise<Body> {
  let text = '';
  for await (const piece of request) text += String(piece);
  return JSON.parse(text) as Body;
}

function chunk(response: ServerResponse, delta: unknown, finish: string | null = null): void {
  const data = {
    id: 'x',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'scripted',
    choices: [{ index: 0, delta, finish_reason: finish }],
  };
  response.write(`data: ${JSON.stringify(data)}\n\n`);
}

/** What the last message of the person wants: `effect <id>` one command, `stream <id>` only text, slowly. */
function taskOf(body: Body): { kind: string; id: string; afterTool: boolean } {
  const last = body.messages.findLastIndex((message) => message.role === 'user');
  const [, kind = 'effect', id = ''] = /(effect|stream) (\w+)/.exec(textOf(body.messages[last]?.content)) ?? [];
  return { kind, id, afterTool: body.messages.slice(last + 1).some((message) => message.role === 'tool') };
}

export async function startScriptedModel(effectsFile: string): Promise<ScriptedModel> {
  const model = { onMoment: (_moment: ModelMoment) => {} };
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    if (request.method === 'GET') {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ object: 'list', data: [{ id: 'scripted', object: 'model' }] }));
      return;
    }
    const { kind, id, afterTool } = taskOf(await read(request));
    model.onMoment({ type: afterTool ? 'asked again' : 'asked', task: id });
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const words = kind === 'stream' ? 60 : 3;
    for (let word = 0; word < words; word += 1) {
      chunk(response, { content: `${afterTool ? 'done' : 'work'}${word} ` });
      model.onMoment({ type: word === words - 1 ? 'last chunk' : 'chunk', task: id });
      await pause(kind === 'stream' ? 20 : 2);
    }
    if (kind === 'effect' && !afterTool) {
      const command = `echo ${id} >> ${effectsFile}`;
      chunk(response, {
        tool_calls: [
          {
            index: 0,
            id: `call_${id}`,
            type: 'function',
            function: { name: 'run_command', arguments: JSON.stringify({ command }) },
          },
        ],
      });
      chunk(response, {}, 'tool_calls');
    } else chunk(response, {}, 'stop');
    response.end('data: [DONE]\n\n');
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy()); // the killed gateway has hung up
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return Object.assign(model, {
    url: `http://127.0.0.1:${address.port}/v1`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  });
}
