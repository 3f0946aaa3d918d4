// The first run: who answers, where to work, how it asks; then the first chat with a request to begin with.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import { type ErrorData, isAppError } from '#main/contract/errors.ts';
import { SessionId } from '#main/contract/ids.ts';
import type { Session } from '#main/contract/messages.ts';
import type { ModelsState, Vendor } from '#main/contract/models.ts';
import type { Settings } from '#main/contract/settings.ts';
import type { SystemState } from '#main/contract/system.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { modifierKey } from '#renderer/ui/display/kbd.tsx';
import { Mark } from '#renderer/ui/mark.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { ModelStep } from './model-step.tsx';
import { offlineModel } from './offers.ts';
import { PermissionsStep } from './permissions-step.tsx';
import { backTo, currentStep, type Progress, type Step, steps, withAnswer } from './progress.ts';
import type { OnboardingSlots } from './slots.ts';
import { StepFrame } from './step-frame.tsx';
import { type ProgressBook, useProgress } from './use-progress.ts';
import { WorkspaceStep } from './workspace-step.tsx';

export type OnboardingScreenProps = {
  readonly client: LimpetClient;
  readonly settings: Settings;
  readonly models: ModelsState;
  readonly system: SystemState;
  readonly slots: OnboardingSlots;
  /** The first chat is there, with its first request as a draft; `settings.onboarded` is set next. */
  readonly onDone: (session: Session) => void;
  /** Left early, and can be taken up again where it was left; `settings.onboarded` is set. */
  readonly onSkip: () => void;
};

export function OnboardingScreen(props: OnboardingScreenProps) {
  const { t } = useText();
  const book = useProgress(props.models, props.system);
  return (
    <main className="min-h-0 flex-1 overflow-y-auto bg-page">
      <div className="mx-auto flex max-w-read flex-col gap-4 px-4 pt-8 pb-16 bar:pt-14">
        <header className="flex flex-col gap-3 px-1 pb-2">
          <div className="flex items-center gap-3">
            <span className="text-tide-ink">
              <Mark size={36} />
            </span>
            <h1 className="text-xl font-semibold">{t('onboarding.title')}</h1>
          </div>
          <p className="max-w-150 text-read text-pretty text-ink-soft">{t('onboarding.lead')}</p>
        </header>
        <Steps {...props} book={book} />
        <Skip {...props} book={book} />
      </div>
    </main>
  );
}

type WithBook = OnboardingScreenProps & { readonly book: ProgressBook };

function Steps(props: WithBook) {
  const { client, settings, models, system, slots, book } = props;
  const { t } = useText();
  const { progress, go } = book;
  const step = currentStep(progress);
  const vendors = useVendors(client);
  const { setModel, back } = useMoves(client, book);
  const folder = settings.workspace === '' ? system.defaultWorkspace : settings.workspace;
  const frame = (id: Step) => ({
    number: steps.indexOf(id) + 1,
    count: steps.length,
    title: t(`onboarding.${id}_title`),
    text: t(`onboarding.${id}_text`),
    state: stateOf(id, step),
    takesFocus: book.hasMoved,
  });
  return (
    <ol className="flex flex-col gap-2">
      <StepFrame {...frame('model')} summary={modelSummary(progress, models, t)} onChange={() => back('model')}>
        <ModelStep
          client={client}
          secrets={system.secrets}
          models={models}
          vendors={vendors}
          canLook={settings.findLocalModels}
          slots={slots}
          view={progress.view}
          onView={(view) => go(withAnswer(progress, 'view', view))}
          onModel={(ref) => void setModel.run(ref)}
          onOffline={() => void setModel.run(offlineModel)}
        />
        <Refusal error={setModel.error} />
      </StepFrame>
      <StepFrame
        {...frame('workspace')}
        summary={t('onboarding.workspace_done', { folder })}
        onChange={() => back('workspace')}
      >
        <WorkspaceStep
          client={client}
          folder={folder}
          isSuggested={settings.workspace === ''}
          FolderDialog={slots.FolderDialog}
          onUsed={(workspace) => go(withAnswer(progress, 'workspace', workspace))}
        />
      </StepFrame>
      <StepFrame {...frame('permissions')}>
        <PermissionsStep
          client={client}
          sandbox={system.sandbox}
          ApprovalCard={slots.ApprovalCard}
          folder={folder}
          sessionId={progress.example}
          onSession={(sessionId) => go(withAnswer(progress, 'example', sessionId))}
        />
        <Finish {...props} />
      </StepFrame>
    </ol>
  );
}

function useMoves(client: LimpetClient, { progress, go }: ProgressBook) {
  const setModel = useAct(async (ref: string) => {
    await client.models.setDefault({ model: ref });
    go(withAnswer(withAnswer(progress, 'view', undefined), 'model', ref));
  });
  const back = (to: 'model' | 'workspace') => {
    if (to === 'workspace') void endExample(client, progress.example);
    go(backTo(progress, to));
  };
  return { setModel, back };
}

function stateOf(id: Step, current: Step): 'done' | 'open' | 'later' {
  if (id === current) return 'open';
  return steps.indexOf(id) < steps.indexOf(current) ? 'done' : 'later';
}

function modelSummary(
  progress: Progress,
  models: ModelsState,
  t: (key: string, params?: Record<string, string>) => string,
) {
  if (progress.model === undefined) return undefined;
  if (progress.model === offlineModel) return t('onboarding.model_done_offline');
  const label = models.models.find((model) => model.ref === progress.model)?.label ?? progress.model;
  return t('onboarding.model_done', { model: label });
}

/** Vendors that do not come leave what was found and offline to choose from, which is enough to begin. */
function useVendors(client: LimpetClient): readonly Vendor[] | undefined {
  const [vendors, setVendors] = useState<readonly Vendor[]>();
  const { run, error } = useAct(async () => setVendors((await client.models.vendors({})).vendors));
  const load = useCallback(() => void run(undefined), [run]);
  useEffect(load, [load]);
  return error === undefined ? vendors : [];
}

function Refusal({ error }: { readonly error: ErrorData | undefined }) {
  const { t } = useText();
  if (error === undefined) return null;
  return (
    <p role="alert" className="text-pretty text-stop-ink">
      {describeError(error, t)}
    </p>
  );
}

/** A question that is still open would wait behind a page that is gone. A chat that is gone has none, so no failure counts. */
async function endExample(client: LimpetClient, example: string | undefined): Promise<void> {
  const id = SessionId.safeParse(example).data;
  if (id !== undefined) await client.chat.stop({ sessionId: id, clearQueue: true }).catch(() => undefined);
}

/** The chat of the example goes on as the first one; a question that is still open there is ended without an answer. */
async function firstChat(client: LimpetClient, example: string | undefined): Promise<Session> {
  const id = SessionId.safeParse(example).data;
  if (id === undefined) return client.sessions.create({});
  try {
    const session = await client.sessions.get({ sessionId: id });
    await client.chat.stop({ sessionId: id, clearQueue: true });
    return session;
  } catch (error) {
    if (isAppError(error) && error.code === 'not_found') return client.sessions.create({}); // deleted meanwhile
    throw error;
  }
}

function Finish({ client, book, onDone }: WithBook) {
  const { t } = useText();
  const { progress } = book;
  const text = t(progress.model === offlineModel ? 'onboarding.suggestion_offline' : 'onboarding.suggestion_model');
  const made = useRef<Session>(undefined);
  const finish = useAct(async () => {
    // After a failure further down, the chat that was made is used again.
    const session = made.current ?? (await firstChat(client, progress.example));
    made.current = session;
    await client.chat.saveDraft({ sessionId: session.id, draft: { text } });
    // Before the settings: they take this page away, and the address should name the chat by then.
    onDone(session);
    await client.settings.set({ patch: { onboarded: true } });
    book.forget();
  });
  return (
    <div className="flex flex-col gap-2 border-t border-edge pt-4">
      <div>
        <Button variant="primary" busy={finish.isRunning} onClick={() => void finish.run(undefined)}>
          {t(finish.isRunning ? 'onboarding.finishing' : 'onboarding.finish')}
        </Button>
      </div>
      <p className="text-sm text-pretty text-ink-soft">{t('onboarding.suggestion_note', { text })}</p>
      {finish.error !== undefined && (
        <p role="alert" className="text-pretty text-stop-ink">
          {t('onboarding.finish_failed', { reason: describeError(finish.error, t) })}
        </p>
      )}
    </div>
  );
}

function Skip({ client, book, onSkip }: WithBook) {
  const { t } = useText();
  const skip = useAct(async () => {
    await endExample(client, book.progress.example);
    await client.settings.set({ patch: { onboarded: true } });
    onSkip();
  });
  return (
    <div className="flex flex-col items-center gap-1">
      <Button variant="plain" busy={skip.isRunning} onClick={() => void skip.run(undefined)}>
        {t('onboarding.skip')}
      </Button>
      <p className="text-center text-sm text-pretty text-ink-soft">
        {t('onboarding.skip_note', { key: modifierKey() })}
      </p>
      <Refusal error={skip.error} />
    </div>
  );
}
