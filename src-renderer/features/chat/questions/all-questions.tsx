// The open questions of all chats, each under the name of its chat; one that a server asks outside a chat has none.
import type { ReactNode } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { Approval } from '#main/contract/messages.ts';
import type { Question } from '#main/contract/questions.ts';
import { QuestionCard } from './question-card.tsx';

export type AllQuestionsProps = {
  readonly client: Pick<LimpetClient, 'questions'>;
  readonly questions: readonly Question[];
  readonly chatOf: (item: Pick<Approval, 'sessionId' | 'sessionTitle'>) => ReactNode;
};

export function AllQuestions({ client, questions, chatOf }: AllQuestionsProps) {
  return questions.map((question) => {
    const { sessionId, sessionTitle = '' } = question;
    const extra = sessionId === undefined ? undefined : chatOf({ sessionId, sessionTitle });
    return <QuestionCard key={question.id} client={client} question={question} takesFocus={false} extra={extra} />;
  });
}
