// Servers that another part of Limpet hands over, such as a plugin's: kept as proposals until the person has looked at them.
import { z } from 'zod';
import { AppError } from '#main/contract/errors.ts';
import { McpHandedOver, type McpProposal, type McpTransport, type McpValue } from '#main/contract/mcp.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import { newId } from '#main/platform/base/ids.ts';
import type { Store } from '#main/platform/store/port.ts';
import { inputWord } from './words.ts';

const listKey = 'mcp.handedOver';
/** The oldest goes when more wait. */
const maxWaiting = 50;

/** A key that stands in somebody else's file is nobody's here: the person is asked for their own. */
function withoutKeys(proposal: McpProposal): McpProposal {
  const inputs = [...proposal.inputs];
  const ask = (values: readonly McpValue[]): McpValue[] =>
    values.map((one) => {
      if (!one.secret || one.value === undefined || one.value.includes('${')) return one;
      inputs.push({ id: one.name, label: one.name, secret: true, required: false });
      return { ...one, value: inputWord(one.name) };
    });
  const { transport } = proposal;
  const without: McpTransport =
    transport.type === 'stdio'
      ? { ...transport, env: ask(transport.env) }
      : { ...transport, headers: ask(transport.headers) };
  return { ...proposal, transport: without, inputs };
}

export function createHandedOver(d: { values: Pick<Store['settings'], 'getValue' | 'setValue'>; clock: Clock }) {
  let last: Promise<unknown> = Promise.resolve();
  const inOrder = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work);
    last = next.catch(() => {}); // its caller hears of it
    return next;
  };
  const list = async (): Promise<McpHandedOver[]> => {
    const kept = z.array(z.unknown()).safeParse(await d.values.getValue(listKey));
    return (kept.data ?? []).flatMap((one) => McpHandedOver.safeParse(one).data ?? []);
  };
  return {
    list,
    /** The same server of the same source again takes the place of the one before. */
    add: (source: string, proposals: readonly McpProposal[]) =>
      inOrder(async () => {
        const now = d.clock.now();
        const more = proposals.map((proposal) => ({
          ...{ id: newId(now), source: source.slice(0, 200).toWellFormed(), at: now },
          proposal: withoutKeys(proposal),
        }));
        const isNewer = (one: McpHandedOver) =>
          more.some(({ source: from, proposal }) => from === one.source && proposal.id === one.proposal.id);
        const next = [...(await list()).filter((one) => !isNewer(one)), ...more].slice(-maxWaiting);
        await d.values.setValue(listKey, next);
        return more;
      }),
    /** Errors: `not_found` when it has been added or dismissed since. */
    remove: (id: string) =>
      inOrder(async () => {
        const before = await list();
        const next = before.filter((one) => one.id !== id);
        if (next.length === before.length)
          throw new AppError('not_found', 'This proposal is gone. Reload the page.', {
            details: { reason: 'mcp_no_proposal' },
          });
        await d.values.setValue(listKey, next);
      }),
  };
}
