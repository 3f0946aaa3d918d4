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
import type { ToolWish } from './tool-wish.ts';
import { type Understood, understand } from './understand.ts';

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

type Reply = { readonly text: string; readonly refused: boolean } | { readonly call: ToolWish };

/** What is done for a sentence, one after the other; what comes before the last is not told when it went well. */
function callsFor({ wish, needsConnection }: Extract<Understood, { type: 'tool' }>): readonly ToolWish[] {
  if (needsConnection !== true) return [wish];
  const { device } = wish.input;
  return [{ tool: 'device_connect', input: device === undefined ? {} : { device } }, wish];
}

const wentWell = ({ result }: RunningTurn['done'][number]) =>
  !result.isError && (result.call === undefined || result.call.state === 'done');

function afterCalls({ done, text }: RunningTurn, say: Translate): Reply | undefined {
  const [last] = done.slice(-1);
  if (last === undefined) return undefined;
  const understood = understand(text);
  const next = understood.type === 'tool' ? callsFor(understood)[done.length] : undefined;
  if (next !== undefined && wentWell(last)) return { call: next };
  return { text: renderResult(last.call, last.result, say), refused: false };
}

function replyTo(request: ModelRequest, say: Translate): Reply {
  const turn = readTurn(request.messages);
  const footer = turn.first ? `\n\n${say('models.offline_footer')}` : '';
  const isOffered = (tool: string) => request.tools.some(({ name }) => name === tool);
  const after = afterCalls(turn, say);
  if (after !== undefined) return 'call' in after ? after : { ...after, text: `${after.text}${footer}` };
  const understood = understand(turn.text);
  if (understood.type === 'help')
    return { text: `${say('models.offline_about')}\n\n${say('models.offline_help')}`, refused: false };
  if (understood.type === 'unknown')
    return {
      text: `${say('models.offline_unknown')}\n\n${say('models.offline_help')}\n\n${say('models.offline_footer')}`,
      refused: true,
    };
  const { tool } = understood.wish;
  // Their tools are there only while a device that is allowed is plugged in.
  if (understood.isOfDevice && !isOffered('device_list'))
    return { text: say('models.offline_no_device'), refused: true };
  if (!isOffered(tool)) return { text: say('models.offline_no_tool', { tool }), refused: true };
  return { call: callsFor(understood)[0] ?? understood.wish };
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
