// The questions of the open chat, above the message field until they are answered; the oldest first, one at a time.
import { useCallback, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { SessionId } from '#main/contract/ids.ts';
import type { Question } from '#main/contract/questions.ts';
import { useFollow } from '#renderer/api/use-follow.ts';
import { QuestionCard } from './question-card.tsx';

type OpenQuestionsProps = { readonly client: Pick<LimpetClient, 'questions'>; readonly sessionId: SessionId };

export function OpenQuestions({ client, sessionId }: OpenQuestionsProps) {
  const [questions, setQuestions] = useState<readonly Question[]>([]);
  const open = useCallback((signal: AbortSignal) => client.questions.watch({}, { signal }), [client]);
  useFollow({ open, onItem: (item: { questions: readonly Question[] }) => setQuestions(item.questions) });
  const first = questions.find((question) => question.sessionId === sessionId);
  return first === undefined ? null : <QuestionCard key={first.id} client={client} question={first} />;
}
