// What a person must know before they answer: why it asks, whose words may be behind it, what leaves, what stays done.
import { ArrowUpFromLine, TriangleAlert } from 'lucide-react';
import type { Approval } from '#main/contract/messages.ts';
import type { Outgoing } from '#main/contract/policy.ts';
import { shownText, visibleLines } from '#main/contract/shown-text.ts';
import { formatBytes } from '#renderer/ui/text/format.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { ScrollProof } from '../calls/scroll-proof.tsx';
import { visibleSentence, visibleText } from '../calls/visible-text.ts';
import { distinctWords, type Group } from './alike.ts';
import { approvalReach } from './approval-reach.ts';

export function Why({ group }: { readonly group: Group }) {
  const { t } = useText();
  const reasons = distinctWords(group.map((approval) => approval.why));
  const sources = [...new Set(group.flatMap(({ source }) => (source === undefined ? [] : [source])))];
  return (
    <>
      {reasons.map((why) => (
        <p key={why.id} className="text-sm text-pretty text-ink-soft wrap-anywhere">
          {t('permissions.why')} {visibleSentence(t, why)}
        </p>
      ))}
      {sources.map((source) => (
        <p
          key={source}
          data-source
          className="flex items-start gap-2 rounded-control border border-ask-edge bg-ask-surface px-3 py-2 text-ask-ink"
        >
          <TriangleAlert className="mt-0.5" aria-hidden="true" />
          <span className="min-w-0 wrap-anywhere">{t('permissions.source', { source: visibleText(source) })}</span>
        </p>
      ))}
    </>
  );
}

type OutgoingViewProps = { readonly outgoing: Outgoing; readonly onSeenAll: () => void };

/** Every byte that would leave, in a box that says how much of it has not been read. */
export function OutgoingView({ outgoing, onSeenAll }: OutgoingViewProps) {
  const { t } = useText();
  const lines = visibleLines(outgoing.text);
  return (
    <div className="flex flex-col gap-1">
      <OutgoingLine outgoing={outgoing} />
      <ScrollProof
        label={t('permissions.outgoing_label')}
        lines={lines.length}
        maxHeight="min(24dvh, 240px)"
        onSeenAll={onSeenAll}
      >
        <p dir="auto" className="px-3 py-2 font-mono text-sm break-words whitespace-pre-wrap">
          {lines.join('\n')}
        </p>
      </ScrollProof>
    </div>
  );
}

function OutgoingLine({ outgoing }: { readonly outgoing: Outgoing }) {
  const { t, language } = useText();
  const size = formatBytes(outgoing.sizeBytes, language);
  return (
    <p className="flex items-start gap-2 text-sm font-medium">
      <ArrowUpFromLine className="mt-0.5" aria-hidden="true" />
      <span className="min-w-0 wrap-anywhere">{t('permissions.outgoing', { to: visibleText(outgoing.to), size })}</span>
    </p>
  );
}

type AlikeListProps = { readonly group: Group; readonly onSeenAll: () => void };

/** All members of a group in one box: the answer is for each of them, so each of them is there to be read. */
export function AlikeList({ group, onSeenAll }: AlikeListProps) {
  const { t } = useText();
  const rows = group.map((approval) => {
    const lines = shownText(approval.shown).lines;
    const leaving = approval.outgoing === undefined ? [] : visibleLines(approval.outgoing.text);
    return { approval, lines, leaving };
  });
  const total = rows.reduce((sum, { lines, leaving }) => sum + 1 + lines.length + leaving.length, 0);
  return (
    <ScrollProof label={t('permissions.alike_label')} lines={total} maxHeight="min(36dvh, 360px)" onSeenAll={onSeenAll}>
      <ol>
        {rows.map(({ approval, lines, leaving }) => (
          <li key={approval.id} className="flex flex-col gap-1 px-3 py-2 not-first:border-t not-first:border-edge">
            <p className="text-sm font-medium wrap-anywhere">{visibleSentence(t, approval.title)}</p>
            <p dir="auto" className="font-mono text-sm break-words whitespace-pre-wrap">
              {lines.join('\n')}
            </p>
            {approval.outgoing !== undefined && (
              <>
                <OutgoingLine outgoing={approval.outgoing} />
                <p dir="auto" className="font-mono text-sm break-words whitespace-pre-wrap">
                  {leaving.join('\n')}
                </p>
              </>
            )}
          </li>
        ))}
      </ol>
    </ScrollProof>
  );
}

/** What it reaches, and what cannot be put back. */
export function Reach({ group }: { readonly group: Group }) {
  const { t } = useText();
  const lost = distinctWords(group.map((approval) => approval.cannotUndo));
  const reach = distinctWords(group.flatMap((approval: Approval) => approvalReach(approval)));
  return (
    <>
      {lost.map((words) => (
        <p key={words.id} className="flex items-start gap-2 text-sm text-stop-ink">
          <TriangleAlert className="mt-0.5" aria-hidden="true" />
          <span className="min-w-0 wrap-anywhere">{visibleSentence(t, words)}</span>
        </p>
      ))}
      <ul className="flex flex-col gap-0.5 text-sm text-ink-soft">
        {reach.map((words) => (
          <li key={words.id} className="wrap-anywhere">
            {visibleSentence(t, words)}
          </li>
        ))}
      </ul>
    </>
  );
}
