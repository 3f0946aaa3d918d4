// What waits for the person in all chats; the rail counts it, the inbox shows it.
import { useCallback, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { Approval } from '#main/contract/messages.ts';
import type { Proposal } from '#main/contract/proposals.ts';
import type { Question } from '#main/contract/questions.ts';
import type { ReflexNews } from '#main/contract/reflexes.ts';
import { useFollow } from '#renderer/api/use-follow.ts';

export function useInbox(client: Pick<LimpetClient, 'approvals' | 'questions' | 'proposals' | 'reflexes'>) {
  const [approvals, setApprovals] = useState<readonly Approval[]>([]);
  const [questions, setQuestions] = useState<readonly Question[]>([]);
  const [proposals, setProposals] = useState<readonly Proposal[]>([]);
  const openApprovals = useCallback((signal: AbortSignal) => client.approvals.watch({}, { signal }), [client]);
  const openQuestions = useCallback((signal: AbortSignal) => client.questions.watch({}, { signal }), [client]);
  const openProposals = useCallback((signal: AbortSignal) => client.proposals.watch({}, { signal }), [client]);
  const [news, setNews] = useState<readonly ReflexNews[]>([]);
  const openReflexes = useCallback((signal: AbortSignal) => client.reflexes.follow({}, { signal }), [client]);
  const asked = useFollow({
    open: openApprovals,
    onItem: (item: { approvals: readonly Approval[] }) => setApprovals(item.approvals),
  });
  const asking = useFollow({
    open: openQuestions,
    onItem: (item: { questions: readonly Question[] }) => setQuestions(item.questions),
  });
  const proposed = useFollow({
    open: openProposals,
    onItem: (item: { proposals: readonly Proposal[] }) => setProposals(item.proposals),
  });
  const told = useFollow({
    open: openReflexes,
    onItem: (item: { news: readonly ReflexNews[] }) => setNews(item.news),
  });
  const again = () => {
    asked.again();
    asking.again();
    proposed.again();
    told.again();
  };
  const count = approvals.length + questions.length + proposals.length + news.length;
  const error = asked.error ?? asking.error ?? proposed.error ?? told.error;
  return { approvals, questions, proposals, news, count, error, again };
}
