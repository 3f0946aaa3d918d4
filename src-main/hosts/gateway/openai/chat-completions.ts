// One turn of the agent as one chat completion, whole or as server-sent events.
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { AppError, fromErrorData } from '#main/contract/errors.ts';
import type { StopReason } from '#main/contract/messages.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import { newId } from '#main/platform/base/ids.ts';
import { sendJson } from '../http.ts';
import type { ApiTurnEvent } from './agent.ts';
import { apiError } from './failure.ts';
import type { ParsedChat } from './request.ts';

export type CompletionDeps = { readonly clock: Clock; readonly signal: AbortSignal };
type Turn = AsyncIterable<ApiTurnEvent>;
type Done = Extract<ApiTurnEvent, { type: 'done' }>;

/** Tools may run for minutes; proxies and clients give up on a line that says nothing. */
const keepAliveMs = 15_000;

function finishReason(stopReason: StopReason): 'stop' | 'length' | 'content_filter' {
  switch (stopReason) {
    case 'max_output':
    case 'limit_steps':
    case 'limit_tokens':
    case 'limit_cost':
    case 'limit_time':
      return 'length';
    case 'refused':
      return 'content_filter';
    case 'end':
    case 'tool_calls':
    case 'cancelled':
    case 'error':
    case 'interrupted':
      return 'stop';
  }
}

const usageOf = ({ usage }: Done) => ({
  prompt_tokens: usage.inputTokens,
  completion_tokens: usage.outputTokens,
  total_tokens: usage.inputTokens + usage.outputTokens,
});

const identity = (chat: ParsedChat, clock: Clock) => ({
  id: `chatcmpl-${newId(clock.now())}`,
  created: Math.floor(clock.now() / 1000),
  model: chat.model,
});

const unfinished = () => new AppError('internal', 'The turn ended without a word.');

export async function sendWhole(
  response: ServerResponse,
  turn: Turn,
  { chat, clock }: CompletionDeps & { chat: ParsedChat },
): Promise<void> {
  let content = '';
  for await (const event of turn) {
    if (event.type === 'text') content += event.text;
    else if (event.type === 'error') throw fromErrorData(event.error);
    else
      return sendJson(response, 200, {
        ...identity(chat, clock),
        object: 'chat.completion',
        choices: [
          {
            index: 0,
            message: { role: 'assistant', content, refusal: null },
            logprobs: null,
            finish_reason: finishReason(event.stopReason),
          },
        ],
        usage: usageOf(event),
      });
  }
  throw unfinished();
}

export async function sendStream(
  response: ServerResponse,
  turn: Turn,
  { chat, clock, signal }: CompletionDeps & { chat: ParsedChat },
): Promise<void> {
  const base = { ...identity(chat, clock), object: 'chat.completion.chunk' };
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' });
  const write = async (text: string) => {
    if (!response.write(text)) await once(response, 'drain', { signal });
  };
  const chunk = (delta: Record<string, string>, reason: string | null = null) =>
    write(
      `data: ${JSON.stringify({ ...base, choices: [{ index: 0, delta, logprobs: null, finish_reason: reason }] })}\n\n`,
    );
  let stopKeepAlive = () => {};
  const keepAlive = () => {
    response.write(': working\n\n');
    stopKeepAlive = clock.after(keepAliveMs, keepAlive);
  };
  stopKeepAlive = clock.after(keepAliveMs, keepAlive);
  try {
    await chunk({ role: 'assistant', content: '' });
    for await (const event of turn) {
      if (event.type === 'text') await chunk({ content: event.text });
      else if (event.type === 'error') return void response.end(`data: ${JSON.stringify(apiError(event.error))}\n\n`);
      else {
        await chunk({}, finishReason(event.stopReason));
        if (chat.includeUsage)
          await write(`data: ${JSON.stringify({ ...base, choices: [], usage: usageOf(event) })}\n\n`);
        return void response.end('data: [DONE]\n\n');
      }
    }
    throw unfinished();
  } finally {
    stopKeepAlive();
  }
}
