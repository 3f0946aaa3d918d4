// What the shell wants of the main window: a chat opened, an entry of the menu, a link to be asked about, files.
import { useState } from 'react';
import type { Draft } from '#main/contract/chat.ts';
import type { LinkProposal } from '#main/contract/desktop.ts';
import { isCancelled, toErrorData } from '#main/contract/errors.ts';
import type { Api } from '#renderer/api/create-api.ts';
import { useToast } from '#renderer/ui/overlays/toast.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import type { Choose, Navigate } from '../use-route.ts';
import { useDesktopEvents } from './use-desktop-events.ts';

export type MainEventsInput = {
  readonly api: Api;
  readonly go: Navigate;
  readonly choose: Choose;
  readonly acts: Readonly<Record<'new_chat' | 'search' | 'settings', (section?: string) => void>>;
};

/** Links that came while one was being asked about; a page that floods us is not worth more. */
const mostProposals = 5;

export function useMainEvents({ api, go, choose, acts }: MainEventsInput) {
  const { t } = useText();
  const showToast = useToast();
  const [proposals, setProposals] = useState<readonly LinkProposal[]>([]);

  /** A chat of its own, with this in its message field; sending is left to the person. */
  const prepare = (draft: Draft) => {
    const goThere = choose();
    const { sessions, chat } = api.client;
    const start = async () => {
      const session = await sessions.create({});
      await chat.saveDraft({ sessionId: session.id, draft });
      goThere({ screen: 'chat', sessionId: session.id });
    };
    start().catch((error: unknown) => {
      if (!isCancelled(error)) showToast({ text: describeError(toErrorData(error), t), tone: 'stop' });
    });
  };
  useDesktopEvents(api, 'main', (event) => {
    switch (event.type) {
      case 'ready':
      case 'shown':
        return;
      case 'open':
        return go({ screen: 'chat', sessionId: event.sessionId });
      case 'act':
        return acts[event.act](event.section);
      case 'proposal':
        return setProposals((now) => [...now, event.proposal].slice(0, mostProposals));
      case 'attach': {
        const { attachments, refused } = event;
        if (refused.length > 0)
          showToast({ text: t('desktop.files_refused', { names: refused.join(', ') }), tone: 'stop' });
        if (attachments.length > 0) prepare({ text: '', attachments });
      }
    }
  });
  const [proposal] = proposals;
  return {
    proposal,
    /** Said yes or no; the next one is asked about. */
    answer(isWanted: boolean) {
      setProposals((now) => now.slice(1));
      if (!isWanted || proposal === undefined) return;
      if (proposal.type === 'message') prepare({ text: proposal.text, attachments: [] });
      else if (proposal.type === 'chat') go({ screen: 'chat', sessionId: proposal.sessionId });
      else if (proposal.type === 'settings') go({ screen: 'settings', section: proposal.section });
    },
  };
}
