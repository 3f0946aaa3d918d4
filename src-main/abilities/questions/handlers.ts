// Domain `questions` of the contract.
import type { Ctx, Handlers } from '#main/contract/kernel.ts';
import type { questions as domain } from '#main/contract/questions.ts';
import { watchState } from '#main/platform/base/watch-state.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { QuestionDesk } from './port.ts';

export type QuestionsHandlerDeps = {
  readonly desk: Pick<QuestionDesk, 'open' | 'answer'>;
  readonly bus: Pick<Bus, 'cursor' | 'subscribe'>;
};

export function questionsHandlers({ desk, bus }: QuestionsHandlerDeps): Handlers<typeof domain, Ctx> {
  const state = () => ({ questions: desk.open() });
  return {
    watch: (_input, { signal }) => watchState({ facts: bus, topic: 'questions', state, signal }),
    answer: async (input) => {
      desk.answer(input);
      return {};
    },
  };
}
