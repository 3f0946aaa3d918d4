// The foot of the screen: how the answer stands, what waits for the person, what waits to be sent, the composer.
import { type ReactNode, useMemo, useRef } from 'react';
import type { Draft } from '#main/contract/chat.ts';
import type { Message, Usage } from '#main/contract/messages.ts';
import { classes } from '#renderer/ui/classes.ts';
import { formatCost, formatCount } from '#renderer/ui/text/format.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { ApprovalStack } from './approvals/approval-stack.tsx';
import { useDecide } from './approvals/use-decide.ts';
import type { OpenChatProps } from './chat-screen.tsx';
import { Composer } from './composer/composer.tsx';
import type { Insert } from './composer/field-effects.ts';
import type { Outgoing } from './composer/outgoing.ts';
import { QueueList } from './composer/queue-list.tsx';
import { estimateNext } from './estimate.ts';
import { modelName } from './header/model-words.ts';
import { isBusy } from './live/chat-state.ts';
import type { ChatView } from './live/chat-store.ts';
import { useChatState } from './live/use-chat.ts';
import { wordsOf } from './messages/arrange-parts.ts';
import { OpenQuestions } from './questions/open-questions.tsx';
import { OpenMaterial } from './servers/open-material.tsx';
import { useServerMaterial } from './servers/use-server-material.ts';
import { SessionModelPicker } from './session-model-picker.tsx';
import { OpenProposals } from './taint/open-proposals.tsx';
import { TurnLine } from './turn-line.tsx';
import { TurnNews } from './turn-news.tsx';
import { useComposerSources } from './use-composer-sources.ts';

export type ComposerAreaProps = OpenChatProps & {
  /** Of the quick chat: its buttons take the place of the model, and the field stands before everything else. */
  readonly quick?: ReactNode;
};

export function ComposerArea(props: ComposerAreaProps) {
  const { store, commands, editing, onEdit, models, quick } = props;
  const { t } = useText();
  const turn = useChatState(store, (view) => view.turn);
  const isNew = useChatState(store, (view) => view.session !== undefined && view.total === 0);
  const material = useServerMaterial(props.connection, quick === undefined);
  const sources = useComposerSources({ ...props, material }, quick === undefined);
  const insert = useNewest(props.insert, material.inserted);
  const { model, estimate } = useEstimate(props);
  const draft = useMemo(() => (editing === undefined ? undefined : draftOf(editing)), [editing]);
  const send = async (message: Outgoing) => {
    if (editing === undefined) return void (await commands.send(message));
    await commands.edit(editing.id, message);
    onEdit(undefined);
  };
  const editLast = () => {
    const { messages, turn: now } = store.state.getState();
    if (!isBusy(now)) onEdit(lastOfPerson(messages.values()));
  };
  const line = <TurnLine turn={turn} modelLabel={(ref) => modelName(ref, models, t)} />;
  const waiting = <Waiting {...props} />;
  return (
    <div
      className={classes(
        'mx-auto flex w-full max-w-read shrink-0 flex-col gap-2',
        quick === undefined ? 'px-4 pb-4 max-bar:px-2 max-bar:pb-2' : 'p-3',
      )}
    >
      {quick === undefined && (
        <>
          {line}
          {waiting}
        </>
      )}
      <Composer
        {...sources}
        isBusy={isBusy(turn)}
        isStopping={turn?.state === 'stopping'}
        isNew={isNew}
        placeholder={quick === undefined ? undefined : t('desktop.quick_placeholder')}
        editing={draft}
        insert={insert}
        onFromServer={material.resources.length > 0 ? () => material.setOpen({ type: 'resources' }) : undefined}
        model={quick ?? <SessionModelPicker {...props} side="top" />}
        estimate={estimate}
        canSeeImages={model?.images !== false}
        onSend={send}
        onStop={commands.stop}
        onEditLast={editLast}
        onCancelEdit={() => onEdit(undefined)}
      />
      <OpenMaterial material={material} client={props.connection.client} />
      {quick !== undefined && (
        <>
          {isBusy(turn) && line}
          {waiting}
        </>
      )}
    </div>
  );
}

/** Of two places that a text can come from, the one that said something last. */
function useNewest(theirs: Insert | undefined, ours: Insert | undefined): Insert | undefined {
  const seen = useRef({ theirs, ours, newest: theirs });
  const { current } = seen;
  if (ours !== current.ours) seen.current = { theirs, ours, newest: ours };
  else if (theirs !== current.theirs) seen.current = { theirs, ours, newest: theirs };
  return seen.current.newest;
}

/** What stands between the conversation and the field until the person has answered, or it has been sent. */
function Waiting({ store, commands, connection, sessionId }: OpenChatProps) {
  const desk = useDecide(connection.client);
  const turn = useChatState(store, (view) => view.turn);
  const queue = useChatState(store, (view) => view.queue);
  const approvals = useChatState(store, (view) => view.approvals);
  return (
    <>
      <TurnNews turn={turn} />
      <OpenProposals client={connection.client} sessionId={sessionId} />
      <OpenQuestions client={connection.client} sessionId={sessionId} />
      <ApprovalStack approvals={approvals} desk={desk} />
      <QueueList queue={queue} onRemove={(queued) => commands.removeQueued(queued.id)} />
    </>
  );
}

function useEstimate({ store, models }: OpenChatProps) {
  const { t, language } = useText();
  const chosen = useChatState(store, (view) => view.session?.model ?? models?.defaultModel);
  const usage = useChatState(store, lastUsage);
  const model = models?.models.find((each) => each.ref === chosen);
  const estimate = (text: string) => {
    const about = estimateNext({ text, usage, model });
    if (about === undefined) return undefined;
    const tokens = formatCount(about.tokens, language);
    if (about.costUsd === undefined) return t('chat.estimate', { tokens });
    return t('chat.estimate_cost', { tokens, cost: formatCost(about.costUsd, language) });
  };
  return { model, estimate };
}

/** Of the newest answer: the last message, or the one before it while the person's is the last. */
function lastUsage({ messages, total }: ChatView): Usage | undefined {
  return messages.get(total - 1)?.usage ?? messages.get(total - 2)?.usage;
}

function lastOfPerson(messages: Iterable<Message>): Message | undefined {
  let last: Message | undefined;
  for (const message of messages) {
    if (message.role === 'user' && message.depth > (last?.depth ?? -1)) last = message;
  }
  return last;
}

function draftOf(message: Message): Draft {
  return {
    text: wordsOf(message.parts),
    attachments: message.parts.flatMap((part) => {
      if (part.type !== 'image' && part.type !== 'file') return [];
      const { blobId, name, mediaType, sizeBytes } = part;
      return [{ blobId, name, mediaType, sizeBytes }];
    }),
  };
}
