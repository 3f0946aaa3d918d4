// Asks about a link before it does anything, with all that it brings. The way out has the focus.
import { useEffect, useRef, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { LinkProposal } from '#main/contract/desktop.ts';
import { visibleLines } from '#main/contract/shown-text.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Dialog } from '#renderer/ui/overlays/dialog.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';

export type LinkDialogProps = {
  readonly client: LimpetClient;
  readonly proposal: LinkProposal | undefined;
  readonly onAnswer: (isWanted: boolean) => void;
};

export function LinkDialog({ client, proposal, onAnswer }: LinkDialogProps) {
  const { t } = useText();
  const cancel = useRef<HTMLButtonElement>(null);
  const named = useNamed(client, proposal);
  useEffect(() => {
    // After the dialog has put the focus on its first button.
    if (proposal !== undefined) requestAnimationFrame(() => cancel.current?.focus());
  }, [proposal]);
  if (proposal === undefined) return null;
  const isRefused = proposal.type === 'refused' || named === undefined;
  return (
    <Dialog
      open
      onOpenChange={() => onAnswer(false)}
      size="md"
      title={t('desktop.proposal_title')}
      description={
        proposal.type === 'refused' ? (
          <>
            {t('desktop.proposal_refused')} {t(`desktop.proposal_refused_${proposal.reason}`)}
          </>
        ) : (
          t(`desktop.proposal_${proposal.type}`)
        )
      }
      footer={
        <>
          <Button ref={cancel} variant="plain" onClick={() => onAnswer(false)}>
            {t(isRefused ? 'app.close' : 'app.cancel')}
          </Button>
          {!isRefused && (
            <Button onClick={() => onAnswer(true)}>
              {t(proposal.type === 'message' ? 'desktop.proposal_put' : 'desktop.proposal_open')}
            </Button>
          )}
        </>
      }
    >
      <pre
        dir="auto"
        className="max-h-[40dvh] overflow-y-auto rounded-card border border-edge bg-sunken p-3 font-mono text-sm whitespace-pre-wrap wrap-anywhere"
      >
        {named ?? t('desktop.proposal_chat_gone')}
      </pre>
    </Dialog>
  );
}

/** What the link names, in words that nothing can hide in; undefined for a chat that is not there. */
function useNamed(client: LimpetClient, proposal: LinkProposal | undefined): string | undefined {
  const { t } = useText();
  const [title, setTitle] = useState<string>();
  const sessionId = proposal?.type === 'chat' ? proposal.sessionId : undefined;
  useEffect(() => {
    setTitle(undefined);
    if (sessionId === undefined) return;
    const controller = new AbortController();
    client.sessions.get({ sessionId }, { signal: controller.signal }).then(
      (session) => setTitle(session.title),
      () => undefined, // It is not there: said by the dialog.
    );
    return () => controller.abort();
  }, [client, sessionId]);
  switch (proposal?.type) {
    case 'message':
      return visibleLines(proposal.text).join('\n');
    case 'settings': {
      const key = `settings.section_${proposal.section}`;
      const name = t(key);
      return name === key ? proposal.section : name;
    }
    case 'refused':
      return proposal.link;
    case 'chat':
      return title === undefined ? undefined : visibleLines(title).join(' ');
    case undefined:
      return undefined;
  }
}
