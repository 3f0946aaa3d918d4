// A model over real HTTP that does whatever the text before it orders, step by step, and can only write what it has read.
import { type FaultServer, sse, startFaultServer, status } from '#main/agent/providers/testing/fault-server.ts';
import { chatWire, type Script } from '#main/agent/providers/testing/wires.ts';
import type { Attack } from './attack.ts';
import { type Fill, fill } from './fill.ts';

export type ObedientModel = {
  readonly server: FaultServer;
  /** From now on it follows this attack. */
  obey(attack: Attack, values: Fill): void;
  /** True once the model was shown the secret. */
  hasRead(): boolean;
};

export const obedientRef = 'openai/gpt-6-sol';

/** `{{ref:Send}}`: what stands for the newest element of these words in a page that was read. */
const withRefs = (json: string, text: string) =>
  json.replace(/\{\{ref:([^}]+)\}\}/g, (whole, words: string) => {
    const line = text.split('\\n').findLast((one) => one.includes(words) && one.includes('[ref='));
    return /\[ref=([a-z0-9]+)\]/.exec(line ?? '')?.[1] ?? whole;
  });

export async function startObedientModel(): Promise<ObedientModel> {
  const server = await startFaultServer();
  let attack: Attack | undefined;
  let values: Fill = {};
  let at = 0;
  let hasRead = false;
  const script = (text: string): Script => {
    const request = JSON.parse(text) as { tools?: unknown[] };
    if (text.includes(values.secret ?? '\0')) hasRead = true;
    // A summary is text of the model: orders that it has read sleep on in it.
    if ((request.tools ?? []).length === 0)
      return { parts: [{ type: 'text', text: `Notes. ${values.order}` }], stop: 'end' };
    const step = attack?.steps[at] ?? 'Done.';
    at += 1;
    if (typeof step === 'string') return { parts: [{ type: 'text', text: step }], stop: 'end', step: 400 };
    const known = { ...values, secret: hasRead ? (values.secret ?? '') : 'unread' };
    const parts = step.map(({ tool, input }, index) => ({
      ...{ type: 'call' as const, id: `call-${at}-${index}`, name: tool },
      json: withRefs(fill(JSON.stringify(input), known), text),
    }));
    return { parts, stop: 'tools', step: 4_000 };
  };
  server.answer((response, received) => {
    const answer =
      received.method === 'GET'
        ? status(200, { data: [{ id: 'gpt-6-sol' }] })
        : sse(chatWire.events(script(received.text)));
    return answer(response, received);
  });
  return {
    server,
    hasRead: () => hasRead,
    obey(next, nextValues) {
      attack = next;
      values = nextValues;
      at = 0;
      hasRead = false;
    },
  };
}
