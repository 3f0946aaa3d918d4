// How a reflex is, as an icon and a word.
import { CircleAlert, CircleDashed, Eye, FileText, Timer, Zap } from 'lucide-react';
import type { Reflex } from '#main/contract/reflexes.ts';
import { Badge } from '#renderer/ui/display/badge.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';

const looks = {
  draft: { tone: 'plain', icon: <FileText aria-hidden="true" /> },
  off: { tone: 'plain', icon: <CircleDashed aria-hidden="true" /> },
  waiting: { tone: 'done', icon: <Eye aria-hidden="true" /> },
  counting: { tone: 'ask', icon: <Timer aria-hidden="true" /> },
  active: { tone: 'live', icon: <Zap aria-hidden="true" /> },
  stale: { tone: 'stop', icon: <CircleAlert aria-hidden="true" /> },
} as const;

export function PhaseBadge({ reflex }: { readonly reflex: Pick<Reflex, 'isOn' | 'phase' | 'draftedIn'> }) {
  const { t } = useText();
  const off = reflex.draftedIn === undefined ? 'off' : 'draft';
  const phase = reflex.isOn ? (reflex.phase ?? 'waiting') : off;
  const { tone, icon } = looks[phase];
  return (
    <Badge tone={tone} icon={icon}>
      {t(`reflexes.phase_${phase}`)}
    </Badge>
  );
}
