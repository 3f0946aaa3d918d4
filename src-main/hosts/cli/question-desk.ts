// Answers what a turn asks the person: on a terminal field by field, otherwise by saying that nobody is there.
import type { LimpetClient } from '#main/contract/contract.ts';
import { isAppError, isCancelled } from '#main/contract/errors.ts';
import type { SessionId } from '#main/contract/ids.ts';
import type { Question, QuestionField, QuestionValues } from '#main/contract/questions.ts';
import { visibleLine, visibleLines } from '#main/contract/shown-text.ts';
import { errorSentence } from '#main/platform/texts/error-sentence.ts';
import type { Translate } from '#main/platform/texts/translate.ts';
import type { Terminal } from './terminal.ts';

export type QuestionDeskDeps = {
  readonly api: Pick<LimpetClient, 'questions'>;
  readonly terminal: Pick<Terminal, 'canAsk' | 'ask' | 'err'>;
  readonly t: Translate;
  readonly sessionId: SessionId;
  readonly signal: AbortSignal;
};

const yes = new Set(['y', 'yes', 'j', 'ja', '是', 'نعم']);
const no = new Set(['n', 'no', 'nein', '否', 'لا']);

/** Undefined: what was typed says nothing. */
export function readTyped(field: QuestionField, typed: string): QuestionValues[string] | undefined {
  const word = typed.trim();
  const options = field.options ?? [];
  const option = (one: string) => (/^\d+$/.test(one) ? options[Number(one) - 1]?.value : undefined) ?? one;
  if (word === '') return field.initial;
  switch (field.type) {
    case 'boolean':
      if (yes.has(word.toLowerCase())) return true;
      return no.has(word.toLowerCase()) ? false : undefined;
    case 'number':
    case 'integer':
      return Number.isFinite(Number(word)) ? Number(word) : undefined;
    case 'choice':
      return option(word);
    case 'choices':
      return word.split(',').map((one) => option(one.trim()));
    case 'text':
      return word;
  }
}

function hintOf(field: QuestionField, t: Translate): string {
  if (field.type === 'boolean') return t('cli.question_yes_no');
  if (field.type === 'choice') return t('cli.question_choice');
  if (field.type === 'choices') return t('cli.question_choices');
  return t('cli.question_text');
}

export function createQuestionDesk({ api, terminal, t, sessionId, signal }: QuestionDeskDeps) {
  const send = async (questionId: string, action: 'accept' | 'decline' | 'nobody', values: QuestionValues = {}) => {
    await api.questions.answer({ questionId, action, values }, { signal });
  };
  const askFields = async (question: Question, gone: AbortSignal): Promise<QuestionValues | undefined> => {
    const values: QuestionValues = {};
    for (const field of question.fields) {
      if (field.label !== undefined) terminal.err(`${visibleLine(field.label)}\n`);
      if (field.description !== undefined) terminal.err(`  ${visibleLine(field.description)}\n`);
      for (const [index, { label }] of (field.options ?? []).entries())
        terminal.err(`  ${index + 1}. ${visibleLine(label)}\n`);
      const typed = await terminal.ask(`${hintOf(field, t)} `, gone);
      if (typed === undefined) return undefined;
      const value = readTyped(field, typed);
      if (value !== undefined) values[field.name] = value;
      else if (field.required) return undefined;
    }
    return values;
  };
  const answer = async (question: Question, gone: AbortSignal) => {
    const { id, server, message, url } = question;
    const who =
      server === undefined ? t('questions.limpet_asks') : t('questions.server_asks', { server: visibleLine(server) });
    if (!terminal.canAsk) {
      terminal.err(`${t('cli.question_nobody', { question: visibleLine(message) })}\n`);
      return send(id, 'nobody');
    }
    terminal.err(`\n${[who, ...visibleLines(message).map((line) => `  ${line}`)].join('\n')}\n`);
    if (server !== undefined) terminal.err(`${t('questions.server_text')}\n`);
    if (url !== undefined) terminal.err(`${t('questions.page')}\n  ${visibleLine(url)}\n`);
    const isDone = url === undefined || (await terminal.ask(`${t('cli.question_page')} `, gone)) !== undefined;
    const values = isDone ? await askFields(question, gone) : undefined;
    if (values === undefined) return send(id, 'decline');
    try {
      await send(id, 'accept', values);
    } catch (error) {
      if (!isAppError(error) || error.code !== 'invalid_input') throw error;
      // It stays open; the same is asked once more, with what was wrong said above it.
      terminal.err(`${errorSentence(error, t, visibleLine)}\n`);
      await answer(question, gone);
    }
  };
  return {
    /** Until the signal aborts; never rejects. */
    async run(): Promise<void> {
      const open = new Map<string, AbortController>();
      let last: Promise<void> = Promise.resolve();
      try {
        for await (const { data } of api.questions.watch({}, { signal })) {
          const mine = data.questions.filter((one) => one.sessionId === sessionId);
          for (const [id, gone] of open) if (!mine.some((one) => one.id === id)) gone.abort();
          for (const question of mine) {
            if (open.has(question.id)) continue;
            const gone = new AbortController();
            open.set(question.id, gone);
            last = last
              .then(() => answer(question, AbortSignal.any([signal, gone.signal])))
              .catch((error: unknown) => {
                // Answered in a window meanwhile, or over: the turn goes on by that.
                const isOver = isCancelled(error) || (isAppError(error) && error.code === 'conflict');
                if (!isOver) terminal.err(`${error instanceof Error ? error.message : String(error)}\n`);
              });
          }
        }
      } catch (error) {
        if (!isCancelled(error) && !signal.aborted)
          terminal.err(`${error instanceof Error ? error.message : String(error)}\n`);
      }
    },
  };
}
