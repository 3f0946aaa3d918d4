// Joins the parts of the loop: what app builds and the lanes call.
import type { Tool } from '#main/abilities/tools/port.ts';
import type { Models } from '#main/agent/providers/port.ts';
import { AppError } from '#main/contract/errors.ts';
import type { SessionId } from '#main/contract/ids.ts';
import type { Session } from '#main/contract/messages.ts';
import type { Permissions } from '#main/guard/permissions/port.ts';
import type { ProposalDesk, Taint } from '#main/guard/taint/port.ts';
import type { Pricing } from '#main/guard/usage/port.ts';
import type { Workspaces } from '#main/guard/workspace/port.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import { newId } from '#main/platform/base/ids.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { SettingsSource } from '#main/platform/settings/port.ts';
import type { Store } from '#main/platform/store/port.ts';
import { applyProposal } from './calls/lay-proposal.ts';
import type { ToolBench } from './calls/run-call.ts';
import { createAttachmentReader } from './context/attachments.ts';
import { createContextBuilder } from './context/build-context.ts';
import { type CompactRequest, charsToSummarise, compact, summarise } from './context/compaction.ts';
import { createInstructions } from './context/instructions.ts';
import { ownWords } from './context/own-words.ts';
import type { Loop } from './port.ts';
import { createRoom } from './room.ts';
import { createRunTurn } from './run-turn.ts';
import { createTextFlusher } from './text-flusher.ts';
import type { TurnRun } from './turn-run.ts';

export type LoopDeps = {
  readonly store: Pick<Store, 'messages' | 'turns' | 'blobs' | 'sessions'>;
  readonly bus: Bus;
  readonly models: Pick<Models, 'resolve' | 'stream'>;
  readonly permissions: Pick<Permissions, 'decideNow' | 'weigh' | 'askTogether'>;
  readonly taint: Pick<Taint, 'judge' | 'note' | 'noteCall' | 'heard' | 'holdGuidance'>;
  readonly proposals: Pick<ProposalDesk, 'lay'>;
  readonly tools: ToolBench;
  readonly workspaces: Workspaces;
  readonly pricing: Pricing;
  readonly settings: Pick<SettingsSource, 'current'>;
  /** Folder of SOUL.md and USER.md. */
  readonly instructionsFolder: string;
  /** `process.platform`. */
  readonly platform: string;
  readonly outboxChannels: ReadonlySet<string>;
  /** Called after a turn has left rows in the outbox of a channel. */
  readonly delivered: (channelId: string) => void;
  readonly clock: Clock;
  readonly log: Log;
};

export function createLoop(d: LoopDeps): Loop {
  const log = d.log.child('loop');
  const running = new Map<SessionId, TurnRun>();
  const flusher = createTextFlusher({ store: d.store, clock: d.clock, log });
  const contexts = createContextBuilder({
    store: d.store,
    listTools: (session: Session, signal): Promise<readonly Tool[]> => d.tools.list({ sessionId: session.id }, signal),
    toolPrompt: async (session, signal) => d.tools.prompt?.({ sessionId: session.id }, signal),
    instructions: createInstructions({ folder: d.instructionsFolder, workspaces: d.workspaces, log }),
    attachments: createAttachmentReader({ store: d.store, log }),
    noteAdvice: (sessionId, source) => d.taint.note(sessionId, { trust: 'known', secrecy: 'public', source }),
    platform: d.platform,
  });
  const compactNow = (o: CompactRequest, signal: AbortSignal) => compact(o, d, signal);
  const showCompactions = async (sessionId: SessionId) => {
    contexts.forget(sessionId);
    const compactions = await d.store.messages.compactions(sessionId);
    d.bus.publish('turn', sessionId, { type: 'compactions', compactions });
  };
  const room = createRoom({
    models: d.models,
    settings: d.settings,
    contexts,
    compact: compactNow,
    showCompactions: (run) => showCompactions(run.sessionId),
  });
  const endBackground = (sessionId?: SessionId) =>
    d.tools.endBackground(sessionId).catch((error: unknown) => log.error('background not ended', { sessionId, error }));
  const runTurn = createRunTurn({ ...d, log, bench: d.tools, room, flusher, endBackground }, running);

  return {
    runTurn,
    endBackground,
    applyProposal: (o) => applyProposal(o, { bench: d.tools, store: d.store }),
    live: (sessionId) => running.get(sessionId)?.live(),
    forget(sessionId) {
      contexts.forget(sessionId);
      const run = running.get(sessionId);
      if (run !== undefined) room.distrust(run);
    },
    async compact(sessionId, signal) {
      if (running.has(sessionId))
        throw new AppError('conflict', 'An answer is being written. Summarise when it has ended, or stop it first.');
      const session = await d.store.sessions.get(sessionId);
      const model = await d.models.resolve(session.model);
      if (model.offline)
        throw new AppError('unsupported', 'A summary needs a model. Connect one in Settings > Models.');
      const { messages } = await d.store.messages.context(sessionId, { maxChars: charsToSummarise(model) });
      const newest = messages.findLast((message) => message.role === 'user');
      if (newest === undefined) return null;
      const jobId = newId(d.clock.now());
      const made = await compactNow({ sessionId, jobId, model, before: newest.id, keepTokens: 0 }, signal);
      if (made === undefined) return null;
      await showCompactions(sessionId);
      return made.compaction;
    },
    async summarise(sessionId, signal) {
      const session = await d.store.sessions.get(sessionId);
      const model = await d.models.resolve(session.model);
      const { messages, compaction } = await d.store.messages.context(sessionId, { maxChars: charsToSummarise(model) });
      if (model.offline) return { summary: ownWords(messages), offline: true };
      const made = await summarise(
        { sessionId, jobId: newId(d.clock.now()), model, messages, summary: compaction?.summary ?? '' },
        d,
        signal,
      );
      return { summary: made.summary, offline: false };
    },
    async undoCompaction(sessionId, compactionId) {
      const known = await d.store.messages.compactions(sessionId);
      if (!known.some((compaction) => compaction.id === compactionId))
        throw new AppError('not_found', 'There is no such summary in this chat. Reload the chat.');
      const compaction = await d.store.messages.setCompactionActive(compactionId, false);
      await showCompactions(sessionId);
      return compaction;
    },
  };
}
