// One data folder that lives through many kills: sends, kills at a chosen hop, starts again, and checks what must hold.
import { existsSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandId, type SessionId } from '#main/contract/ids.ts';
import type { Message, ToolCall } from '#main/contract/messages.ts';
import { connectTo, type LimpetConnection } from '../../support/client.ts';
import { type RunningGateway, startGateway } from '../../support/gateway.ts';
import { type ScriptedModel, startScriptedModel } from './scripted-model.ts';

/** Where the process is killed. The hop in brackets is the one that is cut. */
export const hops = [
  'while sending (accept)',
  'accepted (lane)',
  'model asked (begin)',
  'while streaming (flush)',
  'question open (asking)',
  'just approved (journal)',
  'effect seen (effect)',
  'model asked again (result)',
  'last text sent (finish)',
] as const;
export type Hop = (typeof hops)[number];

type Sent = {
  readonly id: string;
  readonly sessionId: SessionId;
  readonly commandId: CommandId;
  readonly kind: 'effect' | 'stream';
  acknowledged: boolean;
};
type Seen = { readonly at: number; readonly chars: number };
type Run = { readonly gateway: RunningGateway; readonly client: LimpetConnection; readonly abort: AbortController };

const flushMs = 250;
/** Between the text's way to this process and its clock: not Limpet's to keep. */
const slackMs = 60;
const patienceMs = 60_000;
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** A wait that can only hang with a name. */
async function within<T>(what: string, step: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`never happened: ${what}`)), patienceMs);
  });
  try {
    return await Promise.race([step, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function until(what: string, isTrue: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (!(await isTrue())) {
    if (performance.now() > deadline) throw new Error(`never happened: ${what}`);
    await pause(3);
  }
}

export async function createCrashWorld(o: { random: () => number; entry?: string }) {
  const root = mkdtempSync(join(tmpdir(), 'limpet-crash-'));
  const dataFolder = join(root, 'data');
  const workspace = join(root, 'workspace');
  mkdirSync(workspace);
  const effects = join(workspace, 'effects.log');
  const model: ScriptedModel = await startScriptedModel('effects.log');
  const sent: Sent[] = [];
  const problems: string[] = [];
  const seenText = new Map<string, Seen[]>();
  let run: Run | undefined;
  let count = 0;

  const effectsOf = (id: string) =>
    existsSync(effects)
      ? readFileSync(effects, 'utf8')
          .split('\n')
          .filter((line) => line === id).length
      : 0;

  const start = async (): Promise<Run> => {
    const gateway = await startGateway({
      dataFolder,
      workspace,
      environment: {
        OPENAI_BASE_URL: model.url,
        OPENAI_API_KEY: 'scripted-model-key',
        OLLAMA_HOST: 'http://127.0.0.1:9',
        // What was set aside for a call that a kill cut off stays spent: hundreds of them must not meet the daily cap.
        LIMPET_CAPS_COST_USD_PER_DAY: '100000',
      },
      ...(o.entry === undefined ? {} : { entry: o.entry }),
    });
    run = { gateway, client: connectTo(dataFolder, { reconnect: false }), abort: new AbortController() };
    return run;
  };

  /** Every open question is answered with Once; `beforeAnswer` may kill first. */
  const answerAll = async ({ client, abort }: Run, beforeAnswer: () => Promise<boolean>) => {
    const answered = new Set<string>();
    for await (const { data } of client.api.approvals.watch({}, { signal: abort.signal })) {
      for (const { id: approvalId, planHash } of data.approvals) {
        if (answered.has(approvalId) || (await beforeAnswer())) continue;
        answered.add(approvalId);
        await client.api.approvals.decide({ approvalId, planHash, decision: 'once' });
      }
    }
  };

  const noteText = async ({ client, abort }: Run, message: Sent) => {
    let chars = 0;
    const seen: Seen[] = [];
    seenText.set(message.id, seen);
    for await (const { data } of client.api.chat.follow({ sessionId: message.sessionId }, { signal: abort.signal })) {
      if (data.type !== 'text') continue;
      chars += data.append.length;
      seen.push({ at: performance.now(), chars });
    }
  };

  const send = async ({ client }: Run, message: Sent) => {
    const { sessionId, commandId } = message;
    await client.api.chat.send({ sessionId, text: `${message.kind} ${message.id}`, mode: 'queue' }, { commandId });
    message.acknowledged = true;
  };

  const newMessage = async ({ client }: Run, kind: Sent['kind']): Promise<Sent> => {
    count += 1;
    const { id: sessionId } = await client.api.sessions.create({ model: 'openai/scripted', workspace });
    const message = {
      id: `m${count}`,
      sessionId,
      commandId: CommandId.parse(`crash-${count}`),
      kind,
      acknowledged: false,
    };
    sent.push(message);
    return message;
  };

  const kill = async (victim: Run): Promise<number> => {
    const at = performance.now();
    victim.abort.abort();
    await victim.gateway.kill();
    victim.client.close();
    run = undefined;
    return at;
  };

  /** Resolves when the process has been brought to the hop. */
  const reach = async (hop: Hop, victim: Run, message: Sent): Promise<void> => {
    const moment = (type: string, after = 0) =>
      new Promise<void>((resolve) => {
        let left = after;
        model.onMoment = (now) => {
          if (now.task !== message.id || now.type !== type) return;
          if (left === 0) resolve();
          left -= 1;
        };
      });
    const stopAtQuestion = hop === 'question open (asking)';
    let question: () => void = () => {};
    const asked = new Promise<void>((resolve) => {
      question = resolve;
    });
    answerAll(victim, async () => {
      question();
      return stopAtQuestion;
    }).catch(() => {}); // ends with the killed process
    const sending = () => send(victim, message);
    const quietly = (step: Promise<void>) => void step.catch(() => {}); // the kill may cut it
    switch (hop) {
      case 'while sending (accept)':
        quietly(sending());
        return pause(o.random() * 4);
      case 'accepted (lane)':
        await sending();
        return pause(o.random() * 3);
      case 'model asked (begin)': {
        const reached = moment('asked');
        quietly(sending());
        await reached;
        return pause(o.random() * 3);
      }
      case 'while streaming (flush)': {
        const reached = moment('chunk', Math.floor(o.random() * 40));
        noteText(victim, message).catch(() => {});
        await sending();
        return reached;
      }
      case 'question open (asking)':
        await sending();
        await asked;
        return pause(o.random() * 5);
      case 'just approved (journal)':
        await sending();
        await asked;
        return pause(o.random() * 20);
      case 'effect seen (effect)':
        await sending();
        await until('the effect', () => effectsOf(message.id) > 0);
        return pause(o.random() * 3);
      case 'model asked again (result)': {
        const reached = moment('asked again');
        await sending();
        await reached;
        return pause(o.random() * 3);
      }
      case 'last text sent (finish)': {
        const reached = moment('last chunk', 1);
        await sending();
        await reached;
        return pause(o.random() * 8);
      }
    }
  };

  const history = async ({ client }: Run, sessionId: SessionId): Promise<Message[]> =>
    (await client.api.chat.history({ sessionId, from: 0, limit: 100 })).messages;

  /** Its turn has ended: it is part of the conversation, and nothing runs or waits for the person. */
  const settle = (now: Run, sessionId: SessionId) =>
    until('the session is at rest', async () => {
      // In this order: a turn that begins between the two looks is seen by the second one.
      if ((await history(now, sessionId)).length === 0) return false;
      const { status } = await now.client.api.sessions.get({ sessionId });
      return status !== 'running' && status !== 'asking';
    });

  const checkMessage = async (now: Run, message: Sent, killedAt: number | undefined) => {
    // What was not acknowledged is sent again with the same id: it must not double.
    await send(now, message);
    await settle(now, message.sessionId);
    const messages = await history(now, message.sessionId);
    const say = (what: string) => problems.push(`${message.id}: ${what}`);
    const mine = messages.filter((one) => one.role === 'user');
    if (mine.length !== 1) say(`stored ${mine.length} times`);
    const answers = messages.filter((one) => one.role === 'assistant');
    if (answers.length !== 1) say(`answered ${answers.length} times`);
    if (answers.some((one) => one.status === 'streaming')) say('still streaming at rest');
    const calls = answers.flatMap((one) => one.parts).filter((part): part is ToolCall => part.type === 'tool_call');
    const happened = effectsOf(message.id);
    if (happened > 1) say(`the effect happened ${happened} times`);
    for (const call of calls) {
      if (call.state === 'done' && happened !== 1) say(`a call is done and its effect happened ${happened} times`);
      if (['stopped', 'denied', 'failed'].includes(call.state) && happened > 0)
        say(`a call is ${call.state} but its effect happened`);
      if (['running', 'asking', 'planning'].includes(call.state)) say(`a call is ${call.state} at rest`);
    }
    if (happened > 0 && calls.length === 0) say('an effect happened and no call is stored');
    if (killedAt !== undefined) {
      const stored = answers
        .flatMap((one) => one.parts)
        .reduce((sum, part) => sum + (part.type === 'text' ? part.text.length : 0), 0);
      const due = seenText.get(message.id)?.findLast((seen) => seen.at < killedAt - flushMs - slackMs)?.chars ?? 0;
      if (stored < due) say(`kept ${stored} of ${due} characters that were older than ${flushMs} ms`);
    }
    return calls;
  };

  return {
    problems,
    /** Messages that were acknowledged, and how their calls ended. */
    counts: () => ({ acknowledged: sent.filter((message) => message.acknowledged).length, sent: sent.length }),
    unknownCalls: 0,
    async killAt(hop: Hop): Promise<void> {
      const victim = run ?? (await start());
      const message = await newMessage(victim, hop === 'while streaming (flush)' ? 'stream' : 'effect');
      await within(`${hop}, ${message.id}`, reach(hop, victim, message));
      const killedAt = await kill(victim);
      const next = await start();
      answerAll(next, async () => false).catch(() => {});
      const calls = await checkMessage(next, message, hop === 'while streaming (flush)' ? killedAt : undefined);
      this.unknownCalls += calls.filter((call) => call.state === 'unknown').length;
    },
    /** Looks at every message once more, in one process, long after. */
    async checkAll(): Promise<void> {
      const now = run ?? (await start());
      for (const message of sent) {
        const messages = await history(now, message.sessionId);
        if (messages.filter((one) => one.role === 'user').length !== 1)
          problems.push(`${message.id}: not there at the end`);
        if (effectsOf(message.id) > 1) problems.push(`${message.id}: the effect happened twice`);
      }
    },
    async end(): Promise<void> {
      if (run !== undefined) {
        run.abort.abort();
        run.client.close();
        await run.gateway.stop();
      }
      model.stop();
    },
  };
}
