// How commands run here: the tier in words, why, and what each check of the sandbox came to.
import { CircleX, Container, RefreshCw, ShieldAlert, ShieldCheck, ShieldX } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ErrorData } from '#main/contract/errors.ts';
import type { SandboxState } from '#main/contract/system.ts';
import { Button, Spinner } from '#renderer/ui/controls/button.tsx';
import { Badge } from '#renderer/ui/display/badge.tsx';
import { Card } from '#renderer/ui/display/card.tsx';
import type { Tone } from '#renderer/ui/display/tone.ts';
import { formatAgo, formatBytes } from '#renderer/ui/text/format.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { useNow } from '#renderer/ui/text/use-now.ts';
import { Disclosure } from '../disclosure.tsx';
import { Failure } from '../failure.tsx';

export type SandboxCardProps = {
  readonly sandbox: SandboxState;
  readonly isChecking: boolean;
  readonly error: ErrorData | undefined;
  readonly onCheck: () => void;
};

const tiers: Readonly<Record<SandboxState['tier'], { readonly tone: Tone; readonly icon: ReactNode }>> = {
  probing: { tone: 'plain', icon: <Spinner /> },
  bubblewrap: { tone: 'done', icon: <ShieldCheck aria-hidden="true" /> },
  'sandbox-runtime': { tone: 'done', icon: <ShieldCheck aria-hidden="true" /> },
  docker: { tone: 'done', icon: <Container aria-hidden="true" /> },
  none: { tone: 'ask', icon: <ShieldAlert aria-hidden="true" /> },
  off: { tone: 'stop', icon: <ShieldX aria-hidden="true" /> },
};

export function SandboxCard({ sandbox, isChecking, error, onCheck }: SandboxCardProps) {
  const { t, language } = useText();
  const now = useNow(30_000);
  const tier = isChecking ? 'probing' : sandbox.tier;
  const reason = t(sandbox.reason);
  const text = t(`settings.tier_${tier}_text`);
  return (
    <Card
      title={t('settings.commands_title')}
      action={
        <Badge tone={tiers[tier].tone} icon={tiers[tier].icon}>
          {t(`settings.tier_${tier}`)}
        </Badge>
      }
    >
      <p className="text-pretty">{text}</p>
      {!isChecking && reason !== sandbox.reason && <p className="text-pretty text-ink-soft">{reason}</p>}
      {!isChecking && <Holding sandbox={sandbox} />}
      <ProbeList sandbox={sandbox} />
      <div className="flex flex-wrap items-center gap-3">
        <Button icon={<RefreshCw aria-hidden="true" />} busy={isChecking} onClick={onCheck}>
          {t(isChecking ? 'settings.probes_checking' : 'settings.probes_again')}
        </Button>
        {sandbox.checkedAt !== undefined && (
          <span className="text-sm text-ink-soft">
            {t('settings.probes_checked', { when: formatAgo(sandbox.checkedAt, now, language) })}
          </span>
        )}
      </div>
      <Failure error={error} />
    </Card>
  );
}

/** What closes commands in, and what each is held to. */
function Holding({ sandbox }: { readonly sandbox: SandboxState }) {
  const { t, language } = useText();
  const { limits, version, tier } = sandbox;
  if (version === undefined && limits === undefined) return null;
  return (
    <div className="text-sm text-ink-soft">
      {version !== undefined && (
        <p>{t('settings.sandbox_version', { name: t(`settings.sandbox_by_${tier}`), version })}</p>
      )}
      {limits !== undefined && (
        <p className="text-pretty">
          {t(`settings.sandbox_limits_${limits.per}`, {
            memory: formatBytes(limits.memoryBytes, language),
            file: formatBytes(limits.fileBytes, language),
            files: limits.openFiles,
            processes: limits.processes,
          })}
        </p>
      )}
    </div>
  );
}

function ProbeList({ sandbox }: { readonly sandbox: SandboxState }) {
  const { t } = useText();
  const { probes } = sandbox;
  if (probes.length === 0) {
    return sandbox.tier === 'probing' ? null : <p className="text-sm text-ink-soft">{t('settings.probes_none')}</p>;
  }
  const refused = probes.filter((probe) => probe.refused).length;
  return (
    <Disclosure
      open={refused < probes.length}
      summary={
        <>
          <span className="font-medium text-ink">{t('settings.probes_title')}</span>
          <span className="tabular-nums">{t('settings.probes_summary', { refused, count: probes.length })}</span>
        </>
      }
    >
      <p className="pb-2 text-sm text-ink-soft">{t('settings.probes_text')}</p>
      <ul className="divide-y divide-edge rounded-control border border-edge">
        {probes.map((probe) => (
          <li key={probe.id} className="flex flex-wrap items-baseline justify-between gap-x-4 px-3 py-1.5">
            <span className="min-w-0 flex-1 wrap-anywhere">
              {probeText(probe, t)}
              {!probe.refused && probe.note !== '' && <span className="block text-sm text-ink-soft">{probe.note}</span>}
            </span>
            {probe.refused ? (
              <span className="flex items-center gap-1.5 text-sm text-done-ink">
                <ShieldCheck aria-hidden="true" />
                {t('settings.probe_refused')}
              </span>
            ) : (
              <span className="flex items-center gap-1.5 text-sm font-medium text-stop-ink">
                <CircleX aria-hidden="true" />
                {t('settings.probe_passed')}
              </span>
            )}
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}

/** A check in the person's language; one that the catalogue does not know goes by its note. */
function probeText(probe: SandboxState['probes'][number], t: (key: string) => string): string {
  const key = `settings.check_${probe.id}`;
  const sentence = t(key);
  return sentence === key ? probe.note || probe.id : sentence;
}
