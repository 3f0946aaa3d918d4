// Open questions and their answers, for the renderer and the command line.
import type { approvals as domain } from '#main/contract/approvals.ts';
import type { Cursor } from '#main/contract/ids.ts';
import type { Ctx, Handlers, StreamItem } from '#main/contract/kernel.ts';
import type { Approval } from '#main/contract/messages.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { ApprovalDesk } from './create-permissions.ts';

export type ApprovalsHandlersDeps = {
  readonly desk: ApprovalDesk;
  readonly bus: Pick<Bus, 'subscribe' | 'cursor'>;
};

type Item = StreamItem<{ approvals: Approval[] }>;

/** Every item is whole, so a snapshot and a change look alike and nothing can be missed between them. */
async function* watch(deps: ApprovalsHandlersDeps, o: { after?: Cursor; signal: AbortSignal }): AsyncGenerator<Item> {
  const snapshot = async (cursor: Cursor): Promise<Item> => ({
    cursor,
    data: { approvals: await deps.desk.pending() },
  });
  let after = o.after;
  if (after === undefined) {
    after = deps.bus.cursor('approvals', '');
    yield await snapshot(after);
  }
  for await (const item of deps.bus.subscribe('approvals', '', { after, signal: o.signal })) {
    if ('lost' in item) yield await snapshot(item.cursor);
    else yield { cursor: item.cursor, data: { approvals: item.event.approvals } };
  }
}

export function approvalsHandlers(deps: ApprovalsHandlersDeps): Handlers<typeof domain, Ctx> {
  return {
    pending: async () => ({ approvals: await deps.desk.pending() }),
    async decide({ approvalId, planHash, decision }, ctx) {
      await deps.desk.answer({ approvalId, planHash, decision, commandId: ctx.commandId });
      return { decided: true };
    },
    decideGroup: ({ approvals, decision }, ctx) =>
      deps.desk.answerGroup({ approvals, decision, commandId: ctx.commandId }),
    watch: (_input, ctx) =>
      watch(deps, { signal: ctx.signal, ...(ctx.after === undefined ? {} : { after: ctx.after }) }),
  };
}
