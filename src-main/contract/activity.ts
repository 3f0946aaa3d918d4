// What Limpet did, written by its runtime and chained by hashes: what ran, when, by whose order, with what effect.
import { z } from 'zod';
import { ApprovalId, CallId, SessionId, Timestamp, TurnId } from './ids.ts';
import { command, query, stream } from './kernel.ts';
import { CallState, Effect, StopReason, type ToolCall, Usage } from './messages.ts';

const Title = z.object({ key: z.string(), params: z.record(z.string(), z.string()) });

/** Who allowed a call. `policy`: a rule or mode, without asking anybody. */
export const AllowedBy = z.object({
  by: z.enum(['person', 'session', 'policy', 'timeout']),
  approvalId: ApprovalId.optional(),
  scope: z.string().max(40).optional(),
});
export type AllowedBy = z.infer<typeof AllowedBy>;

const call = {
  callId: CallId,
  tool: z.string(),
  title: Title,
  effects: z.array(Effect),
  decision: AllowedBy.optional(),
  step: z.number().int().optional(),
};

const count = z.number().int().nonnegative();
/** Of one host: how often it was asked for, refused and failed ones among it, and what passed. */
export const HostTraffic = z.object({
  host: z.string(),
  port: z.number().int(),
  /** `CONNECT`: a tunnel, into which nobody sees. */
  methods: z.array(z.string()),
  requests: count,
  refused: count,
  failed: count,
  sentBytes: count,
  receivedBytes: count,
  /** Names of the keys that were put in. */
  keys: z.array(z.string()),
  /** Of the newest refusal or failure. */
  reason: z.string().optional(),
});
export type HostTraffic = z.infer<typeof HostTraffic>;

/** What one program or browser asked of the network in a short while. `who`: `curl`, `mcp:files`, `skill:pdf`, `browser`. */
const TrafficFact = z.object({
  type: z.literal('traffic'),
  who: z.string(),
  from: Timestamp,
  to: Timestamp,
  hosts: z.array(HostTraffic),
  /** Hosts past those. */
  more: z.object({ hosts: count, requests: count }).optional(),
});
export type TrafficFact = z.infer<typeof TrafficFact>;

export const ActivityFact = z.discriminatedUnion('type', [
  /** By whose order: the channel that the messages came by, `ui` for the person at the app. */
  z.object({ type: z.literal('turn_begun'), channel: z.string(), model: z.string(), messages: z.number().int() }),
  /** One call of a model. Times in milliseconds since the epoch; `code` of the error when it failed. */
  z.object({
    type: z.literal('model_called'),
    step: z.number().int(),
    model: z.string(),
    startedAt: Timestamp,
    firstTokenAt: Timestamp.optional(),
    endedAt: Timestamp,
    stop: z.string(),
    usage: Usage.optional(),
    code: z.string().optional(),
  }),
  /** Written before the effect. A call that only reads has no such entry, just its end. */
  z.object({ type: z.literal('call_begun'), ...call }),
  z.object({
    type: z.literal('call_ended'),
    ...call,
    state: CallState,
    startedAt: Timestamp.optional(),
    endedAt: Timestamp.optional(),
    exitCode: z.number().int().nullable().optional(),
    outputChars: z.number().int().nonnegative(),
    code: z.string().optional(),
  }),
  z.object({
    type: z.literal('turn_ended'),
    state: z.enum(['done', 'stopped', 'failed', 'interrupted']),
    stopReason: StopReason,
    /** Calls that ran; what the model said of itself counts for nothing. */
    callsRun: z.number().int().nonnegative(),
    code: z.string().optional(),
  }),
  TrafficFact,
  /** Anything else that changed what Limpet may do, holds or reaches, in words. */
  z.object({ type: z.literal('noted'), by: z.enum(['person', 'agent', 'limpet']), title: Title }),
]);
export type ActivityFact = z.infer<typeof ActivityFact>;
export const ActivityType = z.enum([
  'turn_begun',
  'model_called',
  'call_begun',
  'call_ended',
  'turn_ended',
  'traffic',
  'noted',
]);
export type ActivityType = z.infer<typeof ActivityType>;

/** `hash` = SHA-256 over the hash of the entry before and everything of this one but its hash. */
export const ActivityEntry = z.object({
  n: z.number().int().positive(),
  at: Timestamp,
  sessionId: SessionId.optional(),
  turnId: TurnId.optional(),
  fact: ActivityFact,
  previous: z.string().length(64),
  hash: z.string().length(64),
});
export type ActivityEntry = z.infer<typeof ActivityEntry>;

/** `whole`: every entry follows from the one before. Otherwise `brokenAt` is the first that does not. */
export const ChainCheck = z.object({
  whole: z.boolean(),
  checked: z.number().int().nonnegative(),
  brokenAt: z.number().int().optional(),
  /** The newest entry's number and hash: write it down, and nobody can rewrite what came before unseen. */
  head: z.object({ n: z.number().int().nonnegative(), hash: z.string() }),
});
export type ChainCheck = z.infer<typeof ChainCheck>;

const span = {
  id: z.string(),
  startedAt: Timestamp,
  /** Undefined: it never ended, or nobody knows when. */
  endedAt: Timestamp.optional(),
};
export const TraceSpan = z.discriminatedUnion('type', [
  z.object({
    ...span,
    type: z.literal('model'),
    step: z.number().int(),
    model: z.string(),
    firstTokenAt: Timestamp.optional(),
    stop: z.string(),
    usage: Usage.optional(),
    code: z.string().optional(),
  }),
  z.object({
    ...span,
    type: z.literal('call'),
    step: z.number().int().optional(),
    callId: CallId,
    tool: z.string(),
    title: Title,
    state: CallState,
    decision: AllowedBy.optional(),
    code: z.string().optional(),
  }),
]);
export type TraceSpan = z.infer<typeof TraceSpan>;

export const Trace = z.object({
  turnId: TurnId,
  sessionId: SessionId,
  channel: z.string(),
  model: z.string(),
  startedAt: Timestamp,
  endedAt: Timestamp.optional(),
  state: z.enum(['running', 'done', 'stopped', 'failed', 'interrupted']),
  stopReason: StopReason.optional(),
  usage: Usage.optional(),
  /** In order of their start. */
  spans: z.array(TraceSpan),
});
export type Trace = z.infer<typeof Trace>;

/** What a call did then, and what would be decided about it today. */
export const ReplayedCall = z.object({
  tool: z.string(),
  title: Title,
  was: CallState,
  /** `missing`: the replay never came to it; `failed`: it could not even be planned today. */
  now: z.enum(['allow', 'ask', 'deny', 'failed', 'missing']),
  reason: z.string().optional(),
  /** Its plan is the very one of then: same effects, same text shown. */
  samePlan: z.boolean(),
});
export type ReplayedCall = z.infer<typeof ReplayedCall>;

export const Replay = z.object({
  turnId: TurnId,
  steps: z.number().int(),
  calls: z.array(ReplayedCall),
  /** The answer came out the same, word for word. */
  sameAnswer: z.boolean(),
  state: z.enum(['done', 'stopped', 'failed', 'interrupted']),
});
export type Replay = z.infer<typeof Replay>;

const Filter = z.object({
  sessionId: SessionId.optional(),
  turnId: TurnId.optional(),
  types: z.array(ActivityType).max(10).optional(),
  /** Letters of a title, a tool, a target. */
  text: z.string().max(200).optional(),
});

export const activity = {
  /** Newest first; `before` goes on below that number. `titles` names the sessions that entries speak of. */
  list: query(
    Filter.extend({
      before: z.number().int().positive().optional(),
      limit: z.number().int().min(1).max(200).default(50),
    }),
    z.object({
      entries: z.array(ActivityEntry),
      more: z.boolean(),
      titles: z.record(z.string(), z.string()),
    }),
  ),
  /** An item whenever entries were added. */
  watch: stream(z.object({}), z.object({ head: z.number().int().nonnegative() })),
  /** Reads the whole chain. */
  verify: query(z.object({}), ChainCheck),
  /** `not_found` for a turn that was never recorded or whose entries are older than what is kept. */
  trace: query(z.object({ turnId: TurnId }), Trace),
  /**
   * OpenTelemetry spans by the conventions for generative AI, as OTLP JSON. `content`: with what was said, asked for and
   * returned, known keys taken out.
   */
  exportTrace: query(
    z.object({ turnId: TurnId, content: z.boolean().default(false) }),
    z.object({ name: z.string(), text: z.string() }),
  ),
  /**
   * Plays the turn again with what the model said then, on a copy that is thrown away: plans and decisions are made anew,
   * nothing is run.
   */
  replay: command(z.object({ turnId: TurnId }), Replay),
};

const aboutCall = (call: ToolCall) => ({
  callId: call.callId,
  tool: call.tool,
  title: call.title,
  effects: call.effects,
  ...(call.step === undefined ? {} : { step: call.step }),
  ...(call.approval === undefined
    ? {}
    : {
        decision: {
          by: call.approval.by,
          approvalId: call.approval.id,
          ...(call.approval.scope === undefined ? {} : { scope: call.approval.scope }),
        },
      }),
});

/** The entry before an effect. */
export const callBegun = (call: ToolCall): ActivityFact => ({ type: 'call_begun', ...aboutCall(call) });

/** The entry of a call that has its last state. `outputChars`: of the whole output. */
export const callEnded = (call: ToolCall, outputChars: number): ActivityFact => ({
  type: 'call_ended',
  ...aboutCall(call),
  state: call.state,
  ...(call.startedAt === undefined ? {} : { startedAt: call.startedAt }),
  ...(call.endedAt === undefined ? {} : { endedAt: call.endedAt }),
  ...(call.exitCode === undefined ? {} : { exitCode: call.exitCode }),
  outputChars,
  ...(call.error === undefined ? {} : { code: call.error.code }),
});

/** Did it run, or may it have: what counts as an action. */
export const hasRun = (call: Pick<ToolCall, 'state' | 'startedAt'>): boolean =>
  call.state === 'unknown' || (call.startedAt !== undefined && call.state !== 'denied');
