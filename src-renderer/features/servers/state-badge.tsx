// How a server is, as an icon and a word.
import { CircleAlert, CircleCheck, CircleDashed, CirclePause, KeyRound, LoaderCircle } from 'lucide-react';
import type { McpServer } from '#main/contract/mcp.ts';
import { Badge } from '#renderer/ui/display/badge.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';

const looks = {
  off: { tone: 'plain', icon: <CirclePause aria-hidden="true" /> },
  idle: { tone: 'plain', icon: <CircleDashed aria-hidden="true" /> },
  starting: { tone: 'plain', icon: <LoaderCircle aria-hidden="true" /> },
  ready: { tone: 'done', icon: <CircleCheck aria-hidden="true" /> },
  waiting: { tone: 'stop', icon: <CircleAlert aria-hidden="true" /> },
  failed: { tone: 'stop', icon: <CircleAlert aria-hidden="true" /> },
  sign_in: { tone: 'ask', icon: <KeyRound aria-hidden="true" /> },
} as const;

export function StateBadge({ state }: { readonly state: McpServer['state'] }) {
  const { t } = useText();
  const { tone, icon } = looks[state];
  return (
    <Badge tone={tone} icon={icon}>
      {t(`mcp.state_${state}`)}
    </Badge>
  );
}
