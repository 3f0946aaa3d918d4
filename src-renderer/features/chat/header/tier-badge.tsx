// How commands run here, in a word, with the reason one click away.
import { Ban, Container, Hand, ShieldCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import type { SandboxState } from '#main/contract/system.ts';
import { classes } from '#renderer/ui/classes.ts';
import { Button, Spinner } from '#renderer/ui/controls/button.tsx';
import { type Tone, toneSurface } from '#renderer/ui/display/tone.ts';
import { Popover } from '#renderer/ui/overlays/popover.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';

export type TierBadgeProps = {
  readonly sandbox: SandboxState | undefined;
  readonly onOpenPermissions: () => void;
};

const looks: Record<SandboxState['tier'], { readonly tone: Tone; readonly icon: ReactNode }> = {
  probing: { tone: 'plain', icon: <Spinner /> },
  bubblewrap: { tone: 'done', icon: <ShieldCheck aria-hidden="true" /> },
  'sandbox-runtime': { tone: 'done', icon: <ShieldCheck aria-hidden="true" /> },
  docker: { tone: 'done', icon: <Container aria-hidden="true" /> },
  none: { tone: 'ask', icon: <Hand aria-hidden="true" /> },
  off: { tone: 'stop', icon: <Ban aria-hidden="true" /> },
};

export function TierBadge({ sandbox, onOpenPermissions }: TierBadgeProps) {
  const { t } = useText();
  if (sandbox === undefined) return null;
  const { tone, icon } = looks[sandbox.tier];
  const refused = sandbox.probes.filter((probe) => probe.refused).length;
  return (
    <Popover
      label={t('chat.tier_label')}
      align="end"
      trigger={
        <button
          type="button"
          className={classes(
            'inline-flex h-6 shrink-0 items-center gap-1 rounded-full border px-2 text-xs font-medium [&_.lucide]:size-3.5',
            toneSurface[tone],
          )}
        >
          {icon}
          <span className="max-bar:sr-only">{t(`chat.tier_${sandbox.tier}`)}</span>
        </button>
      }
    >
      <div className="flex flex-col items-start gap-2">
        <p className="font-semibold">{t(`chat.tier_${sandbox.tier}`)}</p>
        <p className="text-pretty text-ink-soft">{t(sandbox.reason)}</p>
        {sandbox.probes.length > 0 && (
          <p className="text-sm text-ink-soft tabular-nums">
            {t('chat.tier_probes', { refused, count: sandbox.probes.length })}
          </p>
        )}
        <Button size="sm" onClick={onOpenPermissions}>
          {t('chat.tier_more')}
        </Button>
      </div>
    </Popover>
  );
}
