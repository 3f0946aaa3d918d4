// What a person must know before they answer: why it asks, whose words may be behind it, what leaves, what stays done.
import { ArrowUpFromLine, TriangleAlert } from 'lucide-react';
import type { Outgoing, Words } from '#main/contract/policy.ts';
import { visibleLines } from '#main/contract/shown-text.ts';
import { formatBytes } from '#renderer/ui/text/format.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { ScrollProof } from '../calls/scroll-proof.tsx';
import { visibleSentence, visibleText } from '../calls/visible-text.ts';
import { distinctSentences, type Group } from './alike.ts';
import { approvalReach } from './approval-reach.ts';

export function Why({ group }: { readonly group: Group }) {
  const { t } = useText();
  const reasons = distinctSentences(
    group.map((approval) => approval.why),
    (why) => visibleSentence(t, why),
  );
  const sources = [...new Set(group.flatMap(({ source }) => (source === undefined ? [] : [source])))];
  return (
    <>
      {reasons.map((why) => (
        <p key={why} className="text-sm text-pretty text-ink-soft wrap-anywhere">
          {t('permissions.why')} {why}
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

export function OutgoingLine({ outgoing }: { readonly outgoing: Outgoing }) {
  const { t, language } = useText();
  const size = formatBytes(outgoing.sizeBytes, language);
  return (
    <p className="flex items-start gap-2 text-sm font-medium">
      <ArrowUpFromLine className="mt-0.5" aria-hidden="true" />
      <span className="min-w-0 wrap-anywhere">{t('permissions.outgoing', { to: visibleText(outgoing.to), size })}</span>
    </p>
  );
}

const ofOneFile = new Set(['chat.reach_creates', 'chat.reach_changes']);

/** What it reaches, and what cannot be put back. */
export function Reach({ group }: { readonly group: Group }) {
  const { t } = useText();
  const say = (words: Words) => visibleSentence(t, words);
  const lost = distinctSentences(
    group.map((approval) => approval.cannotUndo),
    say,
  );
  const all = group.flatMap((approval) => approvalReach(approval));
  // Of several files each is named in the list above, with its lines.
  const reach = distinctSentences(group.length > 1 ? all.filter(({ key }) => !ofOneFile.has(key)) : all, say);
  return (
    <>
      {lost.map((words) => (
        <p key={words} className="flex items-start gap-2 text-sm text-stop-ink">
          <TriangleAlert className="mt-0.5" aria-hidden="true" />
          <span className="min-w-0 wrap-anywhere">{words}</span>
        </p>
      ))}
      <ul className="flex flex-col gap-0.5 text-sm text-ink-soft">
        {reach.map((words) => (
          <li key={words} className="wrap-anywhere">
            {words}
          </li>
        ))}
      </ul>
    </>
  );
}
