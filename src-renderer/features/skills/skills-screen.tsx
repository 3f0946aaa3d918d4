// Skills: what there is and what it may do, what waits for a review, and the way to install or write one.
import { ChevronLeft, PenLine, Plus } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { SkillAt } from '#main/contract/skills.ts';
import type { Blobs } from '#renderer/api/blobs.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { IconButton } from '#renderer/ui/controls/icon-button.tsx';
import { Banner } from '#renderer/ui/display/banner.tsx';
import { Busy } from '#renderer/ui/display/busy.tsx';
import { Page } from '#renderer/ui/layout/page.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { EditorPage } from './editor/editor-page.tsx';
import { Failure } from './failure.tsx';
import { InstallDialog } from './install/install-dialog.tsx';
import { SkillLists } from './list/skill-lists.tsx';
import { ReviewPage } from './review/review-page.tsx';
import { useSkills } from './use-skills.ts';

export type SkillsScreenProps = {
  readonly client: LimpetClient;
  readonly blobs: Blobs;
  readonly isOffline: boolean;
  /** Whose skills are listed besides the person's. */
  readonly workspace: string | undefined;
  /** A new chat with this in its message field. */
  readonly onTry: (text: string) => void;
};

/** What is shown instead of the list. */
export type SkillView =
  | { readonly type: 'list' }
  | { readonly type: 'review'; readonly at: SkillAt }
  | { readonly type: 'edit'; readonly at?: SkillAt };

export function SkillsScreen(props: SkillsScreenProps) {
  const { client, blobs, isOffline, workspace } = props;
  const { t } = useText();
  const { state, error } = useSkills(client, workspace);
  const [view, setView] = useState<SkillView>({ type: 'list' });
  const [isInstalling, setIsInstalling] = useState(false);
  const close = () => setView({ type: 'list' });
  const heading = useRef<HTMLHeadingElement>(null);
  const isList = view.type === 'list';
  // Another page: whoever reads with the ears is told so, and the keys begin at its top.
  const was = useRef(view.type);
  useEffect(() => {
    if (was.current !== view.type) heading.current?.focus();
    was.current = view.type;
  }, [view.type]);
  return (
    <Page
      title={t(isList ? 'skills.title' : view.type === 'review' ? 'skills.review' : 'skills.editor')}
      headingRef={heading}
      leading={
        !isList && (
          <IconButton
            label={t('skills.back')}
            icon={<ChevronLeft className="rtl:-scale-x-100" aria-hidden="true" />}
            onClick={close}
          />
        )
      }
      banner={isOffline && <Banner tone="ask">{t('skills.offline')}</Banner>}
    >
      {isList && (
        <>
          <p className="text-pretty text-ink-soft">{t('skills.text')}</p>
          <div className="flex flex-wrap gap-2">
            <Button
              variant="primary"
              icon={<Plus aria-hidden="true" />}
              disabled={isOffline}
              onClick={() => setIsInstalling(true)}
            >
              {t('skills.install')}
            </Button>
            <Button
              icon={<PenLine aria-hidden="true" />}
              disabled={isOffline}
              onClick={() => setView({ type: 'edit' })}
            >
              {t('skills.write')}
            </Button>
          </div>
          <Failure error={error} />
          {state === undefined && error === undefined && <Busy text={t('skills.loading')} />}
          {state !== undefined && <SkillLists {...props} state={state} onView={setView} />}
        </>
      )}
      {view.type === 'review' && (
        <ReviewPage
          {...props}
          key={JSON.stringify(view.at)}
          at={view.at}
          skill={state?.skills.find(({ key }) => 'key' in view.at && key === view.at.key)}
          onClose={close}
          onView={setView}
        />
      )}
      {view.type === 'edit' && (
        <EditorPage {...props} {...(view.at === undefined ? {} : { at: view.at })} onClose={close} />
      )}
      <InstallDialog
        client={client}
        blobs={blobs}
        open={isInstalling}
        onOpenChange={setIsInstalling}
        onStaged={(at) => {
          setIsInstalling(false);
          if (at !== undefined) setView({ type: 'review', at });
        }}
      />
    </Page>
  );
}
