// All members of a group in one box: the answer is for each that is ticked, so each of them is there to be read.
import type { ApprovalId } from '#main/contract/ids.ts';
import type { Approval } from '#main/contract/messages.ts';
import { shownText, visibleLines } from '#main/contract/shown-text.ts';
import { classes } from '#renderer/ui/classes.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { ScrollProof } from '../calls/scroll-proof.tsx';
import { ShownBody } from '../calls/shown-view.tsx';
import { visibleSentence } from '../calls/visible-text.ts';
import type { Group } from './alike.ts';
import { OutgoingLine } from './approval-details.tsx';

export type AlikeListProps = {
  readonly group: Group;
  /** Left out of the answer. */
  readonly left: ReadonlySet<ApprovalId>;
  readonly onLeft: (id: ApprovalId, isLeft: boolean) => void;
  readonly onSeenAll: () => void;
};

const linesOf = ({ shown, outgoing }: Approval) =>
  1 + shownText(shown).lines.length + (outgoing === undefined ? 0 : visibleLines(outgoing.text).length);

export function AlikeList({ group, left, onLeft, onSeenAll }: AlikeListProps) {
  const { t } = useText();
  const total = group.reduce((sum, approval) => sum + linesOf(approval), 0);
  return (
    <div className="flex flex-col gap-1">
      <p className="text-sm text-ink-soft">{t('permissions.tick_hint')}</p>
      <ScrollProof
        label={t('permissions.alike_label')}
        lines={total}
        maxHeight="min(24dvh, 320px)"
        onSeenAll={onSeenAll}
      >
        <ol>
          {group.map((approval) => (
            <Member key={approval.id} approval={approval} isLeft={left.has(approval.id)} onLeft={onLeft} />
          ))}
        </ol>
      </ScrollProof>
      <p role="status" className={classes('text-sm', left.size === group.length ? 'text-ask-ink' : 'text-ink-soft')}>
        {left.size === group.length && t('permissions.tick_one')}
        {left.size > 0 && left.size < group.length && t('permissions.answer_for', { count: group.length - left.size })}
      </p>
    </div>
  );
}

type MemberProps = Pick<AlikeListProps, 'onLeft'> & { readonly approval: Approval; readonly isLeft: boolean };

function Member({ approval, isLeft, onLeft }: MemberProps) {
  const { t } = useText();
  const { id, title, shown, outgoing } = approval;
  return (
    <li className="not-first:border-t not-first:border-edge">
      <label className="flex min-h-8 items-start gap-2 bg-quiet px-3 py-1.5 hover:bg-hover">
        <input
          type="checkbox"
          className="mt-0.5 size-4 shrink-0 accent-tide"
          checked={!isLeft}
          onChange={(event) => onLeft(id, !event.target.checked)}
        />
        <span className={classes('min-w-0 text-sm font-medium wrap-anywhere', isLeft && 'text-ink-soft line-through')}>
          {visibleSentence(t, title)}
        </span>
      </label>
      <ShownBody shown={shown} />
      {outgoing !== undefined && (
        <div className="flex flex-col gap-1 px-3 pb-2">
          <OutgoingLine outgoing={outgoing} />
          <p dir="auto" className="font-mono text-sm break-words whitespace-pre-wrap">
            {visibleLines(outgoing.text).join('\n')}
          </p>
        </div>
      )}
    </li>
  );
}
