// What a session is doing: a shape of its own for the eye, a word for the ear and the pointer.
import { CircleAlert, CirclePause, Hand } from 'lucide-react';
import type { ReactNode } from 'react';
import type { SessionStatus } from '#main/contract/messages.ts';
import { classes } from '#renderer/ui/classes.ts';
import { Spinner } from '#renderer/ui/controls/button.tsx';
import { type Tone, toneInk } from '#renderer/ui/display/tone.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';

type Mark = { readonly tone: Tone; readonly icon: ReactNode };

const marks: Readonly<Record<Exclude<SessionStatus, 'idle'>, Mark>> = {
  running: { tone: 'model', icon: <Spinner /> },
  asking: { tone: 'ask', icon: <Hand aria-hidden="true" /> },
  interrupted: { tone: 'plain', icon: <CirclePause aria-hidden="true" /> },
  failed: { tone: 'stop', icon: <CircleAlert aria-hidden="true" /> },
};

/** Nothing for an idle session. */
export function StatusMark({ status }: { readonly status: SessionStatus }) {
  const { t } = useText();
  if (status === 'idle') return null;
  const word = t(`sessions.status_${status}`);
  return (
    <span title={word} className={classes('flex shrink-0 [&_.lucide]:size-3.5', toneInk[marks[status].tone])}>
      {marks[status].icon}
      <span className="sr-only">{word}</span>
    </span>
  );
}
