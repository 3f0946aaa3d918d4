// What a client of the OpenAI API sends, as far as one turn of the agent can take it.
import { z } from 'zod';
import { AppError, invalidInput } from '#main/contract/errors.ts';

const Part = z.union([
  z.object({ type: z.enum(['text', 'input_text']), text: z.string() }),
  z.object({ type: z.string() }).transform(() => undefined),
]);
const Content = z.union([z.string(), z.array(Part), z.null()]).optional();
const ChatMessage = z.object({
  role: z.enum(['system', 'developer', 'user', 'assistant', 'tool', 'function']),
  content: Content,
});
type ChatMessage = z.infer<typeof ChatMessage>;

/** Settings of the sampling are the agent's own, so they are taken and not used, as are tools: it brings its own. */
export const ChatRequest = z.object({
  model: z.string().min(1).max(300),
  messages: z.array(ChatMessage).min(1).max(2_000),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
  user: z.string().max(512).nullish(),
  n: z.number().int().nullish(),
  response_format: z.object({ type: z.string() }).nullish(),
});

export type ParsedChat = {
  readonly model: string;
  readonly text: string;
  readonly stream: boolean;
  readonly includeUsage: boolean;
  readonly sessionKey: string | undefined;
};

function textOf({ content }: ChatMessage): string {
  if (content === undefined || content === null) return '';
  if (typeof content === 'string') return content;
  return content
    .map((part) => {
      if (part === undefined)
        throw new AppError('unsupported', 'Only text can be sent here. Leave images and audio out.', {
          details: { path: ['messages'] },
        });
      return part.text;
    })
    .join('\n');
}

const speakers: Readonly<Record<ChatMessage['role'], string>> = {
  system: 'Instructions',
  developer: 'Instructions',
  user: 'Person',
  assistant: 'Assistant',
  tool: 'Tool',
  function: 'Tool',
};

/** A session remembers its own conversation; a call without one brings it along as a transcript. */
function turnText(messages: readonly ChatMessage[], hasSession: boolean): string {
  const lastAnswer = messages.findLastIndex(({ role }) => role === 'assistant');
  const isNew = (i: number) => i > lastAnswer && messages[i]?.role === 'user';
  const asked = messages.filter((_message, i) => isNew(i)).map(textOf);
  if (asked.join('').trim() === '')
    throw new AppError('invalid_input', 'The last message must be one of the user, with text.', {
      details: { path: ['messages'] },
    });
  const earlier = messages.filter((message, i) =>
    hasSession ? lastAnswer < 0 && speakers[message.role] === 'Instructions' : !isNew(i),
  );
  const context = earlier.map((message) => `${speakers[message.role]}: ${textOf(message)}`).join('\n\n');
  return context === '' ? asked.join('\n\n') : `<conversation>\n${context}\n</conversation>\n\n${asked.join('\n\n')}`;
}

/** `invalid_input` or `unsupported` with the path of the field. */
export function parseChat(body: unknown, sessionHeader: string | undefined): ParsedChat {
  const parsed = ChatRequest.safeParse(body);
  if (!parsed.success) throw invalidInput(parsed.error, 'The request');
  const chat = parsed.data;
  if ((chat.n ?? 1) !== 1)
    throw new AppError('unsupported', 'Only one answer can be given: n must be 1.', { details: { path: ['n'] } });
  if (!['text', undefined].includes(chat.response_format?.type))
    throw new AppError('unsupported', 'Only text can be answered. Leave response_format out.', {
      details: { path: ['response_format'] },
    });
  const key = sessionHeader ?? chat.user ?? undefined;
  const sessionKey = key === '' ? undefined : key?.slice(0, 512);
  return {
    model: chat.model,
    text: turnText(chat.messages, sessionKey !== undefined),
    stream: chat.stream ?? false,
    includeUsage: chat.stream_options?.include_usage ?? false,
    sessionKey,
  };
}
