// Decides about planned calls: by rules, modes and other voices, else by the person, whose answers come in here.
import type { SessionId } from '#main/contract/ids.ts';
import type { Approval } from '#main/contract/messages.ts';
import type { ModeName, ModeState } from '#main/contract/permissions.ts';
import type { Sandbox } from '#main/guard/sandbox/port.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { SettingsSource } from '#main/platform/settings/port.ts';
import type { Store } from '#main/platform/store/port.ts';
import { type ApprovalDesk, createApprovalDesk } from './approvals/approval-desk.ts';
import { makeApproval } from './approvals/make-approval.ts';
import { type Decided, decide } from './decision/decide.ts';
import { refusalOf, unaskedRefusal } from './decision/refusal.ts';
import { createModeDesk, type ModeDesk } from './modes/mode-desk.ts';
import { isProven } from './modes/otherwise.ts';
import type { PermissionRequest, Permissions, ShellReader, TaintVerdict, TaintVoice } from './port.ts';
import { createRuleBook, type RuleBook } from './rules/rule-book.ts';
import { createRuleUses } from './rules/rule-uses.ts';
import { createShellReader } from './shell/read-script.ts';
import { createTrials, type Trials } from './try-it.ts';

export type { Answer, ApprovalDesk } from './approvals/approval-desk.ts';

export type PermissionsDeps = {
  readonly store: Pick<Store, 'approvals' | 'sessions' | 'rules'>;
  readonly bus: Pick<Bus, 'publish'>;
  readonly sandbox: Pick<Sandbox, 'state'>;
  readonly settings: Pick<SettingsSource, 'current'>;
  readonly home: string;
  readonly dataFolder: string;
  /** `process.platform` of the machine. */
  readonly platform: string;
  /** One more voice; without it nothing is tainted. */
  readonly taint?: TaintVoice;
  readonly clock: Clock;
  readonly log: Log;
};

export type CreatedPermissions = Permissions &
  ApprovalDesk & {
    readonly book: RuleBook;
    readonly modes: ModeDesk;
    readonly trials: Trials;
    readonly shell: ShellReader;
    /** Writes down what was only counted; at the end. */
    flush(): Promise<void>;
  };

type Looked = { readonly decided: Decided; readonly taint: TaintVerdict; readonly mode: ModeState };

const free: TaintVerdict = { type: 'free' };

export function createPermissions(deps: PermissionsDeps): CreatedPermissions {
  const { store, bus, clock } = deps;
  const log = deps.log.child('permissions');
  const uses = createRuleUses({ store: store.rules, clock, log });
  const accounted = () => bus.publish('activity', '', { type: 'changed' });
  const changed = () => {
    bus.publish('permissions', '', { type: 'changed' });
    accounted();
  };
  const book = createRuleBook({ ...deps, store: store.rules, uses, onChange: changed });
  const usual = (): Exclude<ModeName, 'trusted'> => deps.settings.current().permissions.mode;
  const modes = createModeDesk({
    store: store.rules,
    usual,
    clock,
    onChange: (sessionId: SessionId) => {
      bus.publish('mode', sessionId, { type: 'changed' });
      accounted();
    },
  });
  const shell = createShellReader({ platform: deps.platform });
  const decideDeps = { book, tier: () => deps.sandbox.state().tier, home: deps.home };
  const looked = new WeakMap<PermissionRequest, Looked>();

  const modeFor = async ({ sessionId, policy }: PermissionRequest): Promise<ModeState> => {
    const mode = await modes.state(sessionId);
    // Where nobody watches, only what was chosen for this very chat counts.
    return policy.interactive || mode.setAt !== undefined ? mode : { ...mode, mode: { type: 'ask' } };
  };
  const look = async (request: PermissionRequest): Promise<Looked> => {
    const { sessionId, sessionGrant } = request;
    const [session, mode, taint, isGranted] = await Promise.all([
      store.sessions.get(sessionId),
      modeFor(request),
      deps.taint?.judge(request) ?? free,
      sessionGrant === undefined ? false : store.approvals.hasGrant(sessionId, sessionGrant.key),
    ]);
    const place = { workspace: session.workspace, mode: mode.mode, taint, isGranted };
    const decided = await decide({ ...request, ...place }, decideDeps);
    const found = { decided, taint, mode };
    looked.set(request, found);
    return found;
  };
  const desk = createApprovalDesk({ store, bus, clock, log, onTrace: () => book.forget() });

  const questionOf = async (request: PermissionRequest): Promise<{ approval: Approval; workspace: string }> => {
    const { decided, taint } = looked.get(request) ?? (await look(request));
    const session = await store.sessions.get(request.sessionId);
    const now = clock.now();
    const approval = await makeApproval({
      ...{ request, decided, taint, session, now },
      isProven: isProven(deps.sandbox.state().tier),
      allowedBefore: (shape) => store.rules.allowedOf(shape),
      expiresAt: now + Math.round(deps.settings.current().approvalMinutes * 60_000),
    });
    return { approval, workspace: session.workspace };
  };

  const decideNow: Permissions['decideNow'] = async (request) => {
    const { decided, taint, mode } = await look(request);
    const { answer, reasons } = decided;
    uses.note(decided.matched);
    if (answer === 'deny') return refusalOf(decided, { tool: request.tool, taint });
    if (answer === 'ask') return request.policy.interactive ? undefined : unaskedRefusal(decided, request);
    const isTrusted = reasons.some(({ voice }) => voice.type === 'mode' && voice.mode === 'trusted');
    const isBusy = decided.atoms.some((atom) => atom.effect.type !== 'read');
    if (mode.mode.type === 'trusted' && isTrusted && isBusy && !(await modes.count(request.sessionId)))
      return decideNow(request); // the budget ended this moment: decided anew, without it
    const isGranted = reasons.some(({ voice }) => voice.type === 'grant');
    return isGranted
      ? { type: 'allow', by: 'session', scope: 'session', reasons }
      : { type: 'allow', by: 'policy', reasons };
  };

  return {
    ...{ book, modes, shell },
    trials: createTrials({ ...decideDeps, shell, modes, usual, sessions: store.sessions, platform: deps.platform }),
    flush: () => uses.flush(),
    pending: desk.pending,
    answer: desk.answer,
    answerGroup: desk.answerGroup,

    decideNow,
    async weigh(request) {
      const { decided, taint } = await look(request);
      if (decided.answer !== 'deny') return { answer: decided.answer };
      const refusal = refusalOf(decided, { tool: request.tool, taint });
      return { answer: 'deny', ...(refusal.type === 'deny' ? { reason: refusal.reason } : {}) };
    },
    async askTogether(asked) {
      const questions = [];
      // One after the other: they are shown in the order of their ids.
      for (const { request, signal } of asked) questions.push({ request, signal, ...(await questionOf(request)) });
      return desk.ask(questions);
    },
  };
}
