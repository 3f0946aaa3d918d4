// Limpet's own tools as a server offers them: each call is planned and decided as everywhere, with nobody there to ask.
import type { Tool as ProtocolTool } from '@modelcontextprotocol/sdk/types.js';
import {
  type Plan,
  type PlanContext,
  planHashOf,
  type Tool,
  type ToolContext,
  toDefinition,
} from '#main/abilities/tools/port.ts';
import { AppError, invalidInput } from '#main/contract/errors.ts';
import { CallId, type SessionId, TurnId } from '#main/contract/ids.ts';
import type { Permissions } from '#main/guard/permissions/port.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import { newId } from '#main/platform/base/ids.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { CallContext, Offer, OfferedCall } from './offer.ts';

/** As the loop has it. */
export interface OwnBench {
  list(o: { sessionId: SessionId }, signal: AbortSignal): Promise<readonly Tool[]>;
  planContext(o: {
    sessionId: SessionId;
    turnId: TurnId;
    callId: CallId;
    workspace: string;
    signal: AbortSignal;
  }): Promise<PlanContext>;
  toolContext(o: {
    plan: Plan<unknown>;
    context: PlanContext;
    progress: (text: string) => void;
  }): Promise<ToolContext> | ToolContext;
}

export type OwnToolsDeps = {
  readonly bench: OwnBench;
  readonly permissions: Pick<Permissions, 'decideNow'>;
  readonly clock: Clock;
  readonly log: Log;
};

/** In whose name the calls of one connection are made, and where. */
export type OwnPlace = () => Promise<{ readonly sessionId: SessionId; readonly workspace: string }>;

const maxOutputChars = 256 * 1024;
const defaultTimeoutMs = 60_000;
/** They only look, whatever they are asked. */
const readers = new Set([
  'read_file',
  'list_directory',
  'find_files',
  'search_text',
  'search_chats',
  'current_time',
  'web_fetch',
]);

function toProtocol(tool: Tool): ProtocolTool {
  const { name, description, inputSchema } = toDefinition(tool);
  const readOnlyHint = readers.has(name);
  return {
    name,
    description,
    inputSchema: { ...inputSchema, type: 'object' } as ProtocolTool['inputSchema'],
    annotations: { readOnlyHint, openWorldHint: name === 'web_fetch' || !readOnlyHint },
  };
}

const cut = (text: string) =>
  text.length <= maxOutputChars ? text : `${text.slice(0, maxOutputChars)}\n[cut: ${text.length} characters in all]`;

async function runTool(
  o: { tool: Tool; input: unknown; place: OwnPlace; call: CallContext },
  d: OwnToolsDeps,
): Promise<{ output: string; isError: boolean }> {
  const parsed = o.tool.input.safeParse(o.input);
  if (!parsed.success) throw invalidInput(parsed.error, `The input of ${o.tool.name}`);
  const limit = new AbortController();
  const cancel = d.clock.after(o.tool.timeoutMs ?? defaultTimeoutMs, () => limit.abort());
  try {
    const { sessionId, workspace } = await o.place();
    const now = d.clock.now();
    const ids = { sessionId, turnId: TurnId.parse(newId(now)), callId: CallId.parse(newId(now)) };
    const signal = AbortSignal.any([o.call.signal, limit.signal]);
    const context = await d.bench.planContext({ ...ids, workspace, signal });
    const plan = await o.tool.plan(parsed.data, context);
    const { effects, shown, title, canUndo } = plan;
    const decision = await d.permissions.decideNow({
      ...ids,
      ...{ tool: o.tool.name, title, effects, shown, canUndo },
      planHash: planHashOf(plan, o.tool.name),
      policy: { allow: [], interactive: false },
    });
    d.log.info('call from a program', { ...ids, op: o.tool.name, decision: decision?.type ?? 'ask' });
    if (decision?.type !== 'allow') {
      const why =
        decision?.type === 'deny' ? decision.reason : 'The person would have to be asked for this, and is not here.';
      throw new AppError('forbidden', `${why} The person can allow it in Limpet by a rule.`, {
        details: { reason: 'denied_unasked', facts: { tool: o.tool.name } },
      });
    }
    let steps = 0;
    const progress = (message: string) => {
      steps += 1;
      void o.call.progress({ progress: steps, message: message.slice(0, 500) }).catch(() => {}); // nobody listens any more
    };
    const result = await o.tool.run(plan, await d.bench.toolContext({ plan, context, progress }));
    return { output: cut(result.output), isError: result.isError === true };
  } finally {
    cancel();
  }
}

export function createOwnOffer(place: OwnPlace, d: OwnToolsDeps): Offer {
  return {
    instructions:
      'Tools of Limpet, a personal agent. They work in one folder of the person. What needs a yes of the person is refused here.',
    async tools(signal) {
      const { sessionId } = await place();
      const tools = await d.bench.list({ sessionId }, signal);
      return tools.map(
        (tool): OfferedCall => ({
          ...toProtocol(tool),
          async call(input, call) {
            const { output, isError } = await runTool({ tool, input, place, call }, d);
            return { content: [{ type: 'text', text: output }], isError };
          },
        }),
      );
    },
  };
}
