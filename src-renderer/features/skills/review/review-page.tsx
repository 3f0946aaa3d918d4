// The review: everything of a skill before the one button that makes it count.
import { Download, ShieldAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { visibleLine } from '#main/contract/shown-text.ts';
import type { Skill, SkillAt, SkillCapabilities, SkillReview } from '#main/contract/skills.ts';
import { saveBlob } from '#renderer/api/save-file.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Banner } from '#renderer/ui/display/banner.tsx';
import { Busy } from '#renderer/ui/display/busy.tsx';
import { Card } from '#renderer/ui/display/card.tsx';
import { useToast } from '#renderer/ui/overlays/toast.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { Failure } from '../failure.tsx';
import { originWords } from '../origin-words.ts';
import type { SkillsScreenProps, SkillView } from '../skills-screen.tsx';
import { KeysCard } from './keys-card.tsx';
import { ReviewedFile } from './reviewed-file.tsx';
import { TryScript } from './try-script.tsx';
import { hasWishes, noGrants, Wishes } from './wishes.tsx';

export type ReviewPageProps = SkillsScreenProps & {
  readonly at: SkillAt;
  /** As it is now, of one that is found. */
  readonly skill: Skill | undefined;
  readonly onClose: () => void;
  readonly onView: (view: SkillView) => void;
};

export function ReviewPage(props: ReviewPageProps) {
  const { client, at } = props;
  const { t } = useText();
  const [review, setReview] = useState<SkillReview>();
  const load = useAct(async (signal: AbortSignal) => setReview(await client.skills.review(at, { signal })));
  const { run } = load;
  useEffect(() => {
    const stop = new AbortController();
    void run(stop.signal);
    return () => stop.abort();
  }, [run]);
  if (load.error !== undefined) return <Failure error={load.error} />;
  if (review === undefined) return <Busy text={t('skills.loading')} />;
  return <Reviewed {...props} review={review} />;
}

function Reviewed(props: ReviewPageProps & { readonly review: SkillReview }) {
  const { review, at, skill, onClose, onView, client, isOffline } = props;
  const { t } = useText();
  const showToast = useToast();
  const isBuiltIn = 'key' in at && at.key.startsWith('built-in:');
  // These very files count already: what they may reach can be changed. To another version nothing is carried over.
  const current = skill?.state === 'ready' && skill.hash === review.hash ? skill.granted : undefined;
  const [granted, setGranted] = useState<SkillCapabilities>(isBuiltIn ? review.wants : (current ?? noGrants));
  const isChanged = JSON.stringify(granted) !== JSON.stringify(current ?? granted);
  const takeBack = (accepted: Parameters<typeof client.skills.takeBack>[0]) =>
    client.skills.takeBack(accepted).catch(() => showToast({ text: t('skills.not_taken_back'), tone: 'stop' }));
  const accept = useAct(async () => {
    const accepted = await client.skills.accept({ at, hash: review.hash, granted });
    const undo = { label: t('skills.undo'), run: () => void takeBack(accepted) };
    // Files that were changed where they lie have no other version to go back to.
    const canUndo = 'stagedId' in at || !at.key.startsWith('person:');
    if (current === undefined)
      showToast({ text: t('skills.accepted', { name: review.name }), ...(canUndo ? { action: undo } : {}) });
    else showToast({ text: t('skills.reach_saved', { name: review.name }) });
    // Its keys are asked for where they can be entered.
    if (granted.secrets.length > 0) onView({ type: 'review', at: { key: accepted.key } });
    else onClose();
  });
  const isSound = review.problem === undefined;
  const acceptLabel =
    current !== undefined ? 'skills.save_reach' : review.isUpdate ? 'skills.accept_update' : 'skills.accept';
  return (
    <>
      <div className="flex flex-col gap-1">
        <h2 className="text-lg font-semibold wrap-anywhere">{visibleLine(review.name)}</h2>
        <p dir="auto" className="text-pretty wrap-anywhere text-ink-soft">
          {visibleLine(review.description)}
        </p>
        <Facts review={review} />
        {'key' in at && isSound && <SaveZip client={client} skillKey={at.key} isOffline={isOffline} />}
      </div>
      {review.problem !== undefined && (
        <Banner tone="stop" shape="card" icon={<ShieldAlert aria-hidden="true" />}>
          {t(review.problem.key, review.problem.params)}
        </Banner>
      )}
      {'key' in at && skill?.keys !== undefined && (
        <KeysCard client={client} skillKey={at.key} keys={skill.keys} isOffline={isOffline} />
      )}
      {review.warnings.length > 0 && (
        <Card title={t('skills.warnings')} className="border-ask-edge">
          <ul className="flex list-disc flex-col gap-1 ps-5">
            {review.warnings.map(({ key, params }) => (
              <li key={`${key} ${JSON.stringify(params)}`} className="text-pretty wrap-anywhere">
                {t(key, params)}
              </li>
            ))}
          </ul>
        </Card>
      )}
      <Card title={t('skills.wishes')} detail={t(isBuiltIn ? 'skills.wishes_built_in' : 'skills.wishes_text')}>
        {hasWishes(review.wants) || review.wants.tools.length > 0 ? (
          <Wishes wants={review.wants} granted={granted} onChange={setGranted} disabled={isBuiltIn || !isSound} />
        ) : (
          <p className="text-ink-soft">{t('skills.wishes_none')}</p>
        )}
      </Card>
      <section className="flex flex-col gap-2">
        <h3 className="font-semibold">{t('skills.files', { count: review.files.length })}</h3>
        {review.files.map((file) => (
          <ReviewedFile
            key={file.path}
            file={file}
            isUpdate={review.isUpdate}
            isOpen={file.path === 'SKILL.md' || file.diff !== undefined}
          />
        ))}
      </section>
      {!isBuiltIn && isSound && (current === undefined || isChanged) && (
        <div className="sticky bottom-0 flex flex-col gap-2 border-t border-edge bg-page py-3">
          {current === undefined && <p className="text-sm text-pretty text-ink-soft">{t('skills.accept_text')}</p>}
          <div className="flex flex-wrap gap-2">
            <Button
              variant="primary"
              busy={accept.isRunning}
              disabled={isOffline}
              onClick={() => void accept.run(undefined)}
            >
              {t(acceptLabel)}
            </Button>
            <Button variant="plain" onClick={onClose}>
              {t('skills.not_now')}
            </Button>
          </div>
          <Failure error={accept.error} />
        </div>
      )}
      {'key' in at && review.scripts.length > 0 && isSound && (
        <TryScript {...props} skillKey={at.key} scripts={review.scripts} />
      )}
    </>
  );
}

type SaveZipProps = Pick<SkillsScreenProps, 'client' | 'isOffline'> & { readonly skillKey: string };

/** These files, to be installed elsewhere. */
function SaveZip({ client, skillKey: key, isOffline }: SaveZipProps) {
  const { t } = useText();
  const save = useAct(async () => saveBlob(await client.skills.export({ key })));
  return (
    <div className="flex flex-col items-start gap-2 pt-2">
      <Button
        size="sm"
        icon={<Download aria-hidden="true" />}
        busy={save.isRunning}
        disabled={isOffline}
        onClick={() => void save.run(undefined)}
      >
        {t('skills.save_zip')}
      </Button>
      <Failure error={save.error} />
    </div>
  );
}

function Facts({ review }: { readonly review: SkillReview }) {
  const { t } = useText();
  const facts = [
    ...(review.origin === undefined ? [] : [originWords(review.origin, t)]),
    ...(review.license === undefined ? [] : [t('skills.license', { name: visibleLine(review.license) })]),
    ...(review.compatibility === undefined
      ? []
      : [t('skills.compatibility', { text: visibleLine(review.compatibility) })]),
  ];
  return (
    <>
      {facts.map((fact) => (
        <span key={fact} className="text-sm wrap-anywhere text-ink-soft">
          {fact}
        </span>
      ))}
      {review.hash !== '' && (
        <span className="font-mono text-xs wrap-anywhere text-ink-soft" dir="ltr">
          {review.hash}
        </span>
      )}
    </>
  );
}
