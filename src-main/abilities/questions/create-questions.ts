// The desk of open questions: each waits for one answer from whatever surface it comes, for its time, or for the end of its turn.
import { AppError } from '#main/contract/errors.ts';
import type { SessionId } from '#main/contract/ids.ts';
import type { Question, QuestionField } from '#main/contract/questions.ts';
import { throwIfAborted } from '#main/platform/base/abort.ts';
import { type Clock, cancelled } from '#main/platform/base/clock.ts';
import { newId } from '#main/platform/base/ids.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { Store } from '#main/platform/store/port.ts';
import { asksForKey, checkAnswer, wordsAskForKey } from './check-answer.ts';
import type { AskAnswer, AskRequest, QuestionDesk } from './port.ts';
import { maxFields, readForm } from './read-form.ts';

export type QuestionsDeps = {
  readonly store: {
    readonly sessions: Pick<Store['sessions'], 'get'>;
    readonly approvals: Pick<Store['approvals'], 'mark'>;
  };
  readonly bus: Pick<Bus, 'publish'>;
  /** How long a question waits where its request does not say. */
  readonly waitMs: () => number;
  readonly clock: Clock;
  readonly log: Log;
};

const maxOpen = 20;
const maxMessage = 4_000;

type Waiting = { readonly question: Question; readonly settle: (answer: AskAnswer) => void };

const asksKey = () =>
  new AppError(
    'forbidden',
    'Keys and passwords are never asked for in a question. The person stores them in the settings, under Secrets; a request names one as {{secret:name}}.',
    { details: { reason: 'asks_for_key' } },
  );
const tooMany = () =>
  new AppError('conflict', 'Too many questions lie open already. Go on without this one, or ask later.', {
    details: { reason: 'too_many_questions' },
  });

function fieldsOf({ what, message }: AskRequest): readonly QuestionField[] {
  if (what.type === 'page') return [];
  const fields = what.type === 'form' ? readForm(what.schema) : what.fields;
  const hasText = fields.some(({ type }) => type === 'text');
  if (fields.some(asksForKey) || (hasText && wordsAskForKey(message))) throw asksKey();
  const isHopeless = fields.some(
    ({ type, options }) => (type === 'choice' || type === 'choices') && (options ?? []).length === 0,
  );
  if (isHopeless || fields.length > maxFields)
    throw new AppError('invalid_input', 'Nobody can fill in this form: a choice in it has nothing to choose from.');
  return fields;
}

export function createQuestions(d: QuestionsDeps): QuestionDesk {
  const log = d.log.child('questions');
  const waiting = new Map<string, Waiting>();

  /** A chat whose turn waits for the person says so wherever chats are listed. */
  const tell = async (sessionId: SessionId | undefined): Promise<void> => {
    d.bus.publish('questions', '', { type: 'changed' });
    if (sessionId === undefined) return;
    const isAsking = [...waiting.values()].some(({ question }) => question.sessionId === sessionId);
    await d.store.approvals.mark(sessionId, isAsking);
    const session = await d.store.sessions.get(sessionId);
    d.bus.publish('turn', sessionId, { type: 'session', session });
    d.bus.publish('sessions', '', { type: 'changed', session });
  };

  const wait = (question: Question, signal: AbortSignal): Promise<AskAnswer> => {
    let cleanUp = () => {};
    const answered = new Promise<AskAnswer>((resolve, reject) => {
      const cancelTimer = d.clock.after(question.expiresAt - question.askedAt, () => resolve({ type: 'expired' }));
      const abort = () => reject(cancelled());
      signal.addEventListener('abort', abort, { once: true });
      waiting.set(question.id, { question, settle: resolve });
      cleanUp = () => {
        cancelTimer();
        signal.removeEventListener('abort', abort);
        waiting.delete(question.id);
      };
    });
    return answered.finally(() => cleanUp());
  };

  return {
    open: () => [...waiting.values()].map(({ question }) => question),

    async ask(request, { place, signal }) {
      throwIfAborted(signal);
      const fields = fieldsOf(request);
      if (waiting.size >= maxOpen) throw tooMany();
      const session = place === undefined ? undefined : await d.store.sessions.get(place.sessionId);
      throwIfAborted(signal);
      const now = d.clock.now();
      const question: Question = {
        id: newId(now),
        message: request.message.slice(0, maxMessage).toWellFormed(),
        fields: [...fields],
        ...{ askedAt: now, expiresAt: now + (request.waitMs ?? d.waitMs()) },
        ...(request.server === undefined ? {} : { server: request.server }),
        ...(request.what.type === 'page' ? { url: request.what.url } : {}),
        ...(place === undefined || session === undefined ? {} : { ...place, sessionTitle: session.title }),
      };
      const about = { ...place, server: request.server };
      const answered = wait(question, signal);
      answered.catch(() => {}); // handled below; telling may fail first
      log.info('question asked', about);
      try {
        await tell(place?.sessionId);
        const answer = await answered;
        log.info('question ended', { ...about, answer: answer.type });
        return answer;
      } finally {
        // Where the store has closed by now, the start that comes next settles the chat.
        await tell(place?.sessionId).catch((error: unknown) => log.info('question not shown as over', { error }));
      }
    },

    answer({ questionId, action, values }) {
      const one = waiting.get(questionId);
      if (one === undefined)
        throw new AppError('conflict', 'This question was answered already, or its time is over.', {
          details: { reason: 'question_over' },
        });
      const answers = { decline: 'declined', cancel: 'cancelled', nobody: 'nobody' } as const;
      one.settle(
        action === 'accept'
          ? { type: 'answered', values: checkAnswer(one.question.fields, values) }
          : { type: answers[action] },
      );
      waiting.delete(questionId); // from now on it is over, also before whoever asked has gone on
    },
  };
}
