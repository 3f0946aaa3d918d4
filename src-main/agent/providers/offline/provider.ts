// Offline mode: no model, only the documented commands, through the same stream, tools and permissions as any model.
import { createTranslate, type Translate } from '#main/platform/texts/translate.ts';
import { createAnswer, type Delta, type Finish } from '../answer.ts';
import { createCallIds } from '../call-ids.ts';
import type { CreateProvider } from '../family.ts';
import { modelInfo } from '../model-info.ts';
import type { ModelMessage, ModelPart, ModelRequest, Provider } from '../port.ts';
import { placeOf, sdkError } from '../provider-tools.ts';
import { streamAnswer } from '../stream-answer.ts';
import { renderResult } from './render-result.ts';
import { understand } from './understand.ts';

type Result = Extract<ModelPart, { type: 'tool_result' }>;
type Call = Extract<ModelPart, { type: 'tool_call' }>;

type RunningTurn = {
  /** The newest words of the person. */
  readonly text: string;
  /** Calls since then, with their results. */
  readonly done: readonly { readonly call: Call; readonly result: Result }[];
  /** Nothing was answered in this conversation before. */
  readonly first: boolean;
};

const textOf = (message: ModelMessage): string =>
  message.parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');

export function readTurn(messages: readonly ModelMessage[]): RunningTurn {
  const asked = messages.findLastIndex((message) => message.role === 'user' && textOf(message).trim() !== '');
  const since = messages.slice(asked + 1).flatMap((message) => message.parts);
  const calls = since.filter((part): part is Call => part.type === 'tool_call');
  const results = since.filter((part): part is Result => part.type === 'tool_result');
  return {
    text: messages[asked] === undefined ? '' : textOf(messages[asked]),
    done: calls.flatMap((call) => {
      const result = results.find((candidate) => candidate.callId === call.callId);
      return result === undefined ? [] : [{ call, result }];
    }),
    first: !messages.slice(0, Math.max(0, asked)).some((message) => message.role === 'assistant'),
  };
}

type Reply = { readonly text: string; readonly refused: boolean } | { readonly call: { tool: string; input: unknown } };

function replyTo(request: ModelRequest, say: Translate): Reply {
  const turn = readTurn(request.messages);
  const footer = turn.first ? `\n\n${say('models.offline_footer')}` : '';
  if (turn.done.length > 0) {
    const text = turn.done.map(({ call, result }) => renderResult(call, result, say)).join('\n\n');
    return { text: `${text}${footer}`, refused: false };
  }
  const understood = understand(turn.text);
  if (understood.type === 'help')
    return { text: `${say('models.offline_about')}\n\n${say('models.offline_help')}`, refused: false };
  if (understood.type === 'unknown')
    return {
      text: `${say('models.offline_unknown')}\n\n${say('models.offline_help')}\n\n${say('models.offline_footer')}`,
      refused: true,
    };
  const { tool, input } = understood.wish;
  if (!request.tools.some((offered) => offered.name === tool))
    return { text: say('models.offline_no_tool', { tool }), refused: true };
  return { call: { tool, input } };
}

/** Answers are cut in pieces of this many characters, so that a long file does not arrive as one event. */
const pieceChars = 8_192;

export const createOffline: CreateProvider = (config, deps): Provider => ({
  id: config.id,
  listModels: async () => [
    modelInfo(config, 'commands', {
      label: createTranslate(deps.language())('models.offline_name'),
      images: false,
      tools: true,
      reasoning: false,
      price: { inputPerMTok: 0, outputPerMTok: 0, asOf: 'local' },
    }),
  ],
  stream(request, signal) {
    const answer = createAnswer();
    const now = () => deps.clock.now();
    async function* read(): AsyncIterable<Delta> {
      const reply = replyTo(request, createTranslate(deps.language()));
      if ('call' in reply) {
        answer.call('0', { callId: createCallIds(now)(undefined), name: reply.call.tool });
        yield* answer.callInput('0', JSON.stringify(reply.call.input));
        answer.stop('tool_calls');
        return;
      }
      for (let at = 0; at < reply.text.length; at += pieceChars)
        yield* answer.text(reply.text.slice(at, at + pieceChars));
      answer.stop(reply.refused ? 'refused' : 'end');
    }
    return streamAnswer(
      {
        answer,
        read,
        finish: (): Finish => answer.finish(),
        toError: (error) => sdkError(error, config, placeOf(config, request.model, now())),
      },
      signal,
    );
  },
});
