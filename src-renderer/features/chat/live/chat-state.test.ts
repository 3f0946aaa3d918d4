import { describe, expect, it } from 'vitest';
import type { TurnEvent } from '#main/contract/chat.ts';
import { CallId, MessageId } from '#main/contract/ids.ts';
import { sampleCall, sampleMessage, sampleSession } from '../testing/samples.ts';
import { applyEvents, chatBounds, emptyChat, forgetFar, mergePage } from './chat-state.ts';

const snapshot = (tail: readonly number[], total: number): TurnEvent => ({
  type: 'snapshot',
  session: sampleSession(),
  total,
  tail: tail.map((depth) => sampleMessage(depth)),
  queue: [],
  approvals: [],
  compactions: [],
});
const text = (depth: number, index: number, append: string): TurnEvent => ({
  type: 'text',
  messageId: MessageId.parse(`m${depth}`),
  index,
  part: 'text',
  append,
});

describe('the state of an open chat', () => {
  it('keeps older messages when a fresh snapshot continues them, and drops them when it does not', () => {
    const open = mergePage(
      applyEvents(emptyChat, [snapshot([4, 5], 6)]),
      [2, 3].map((depth) => sampleMessage(depth)),
    );
    expect([...applyEvents(open, [snapshot([4, 5], 6)]).messages.keys()].sort()).toEqual([2, 3, 4, 5]);
    const other = snapshot([4, 5], 6);
    if (other.type === 'snapshot') other.tail[0] = sampleMessage(4, { parentId: 'elsewhere' });
    expect([...applyEvents(open, [other]).messages.keys()].sort()).toEqual([4, 5]);
  });

  it('appends text to its part and creates the part that is missing', () => {
    const open = applyEvents(emptyChat, [
      snapshot([0], 1),
      { type: 'message', message: sampleMessage(1, { parts: [], status: 'streaming' }), total: 2 },
      text(1, 0, 'Hel'),
      text(1, 0, 'lo'),
      text(1, 1, 'More'),
    ]);
    expect(open.messages.get(1)?.parts).toEqual([
      { type: 'text', text: 'Hello' },
      { type: 'text', text: 'More' },
    ]);
  });

  it('drops what lay below a message that was replaced by another version', () => {
    const open = applyEvents(emptyChat, [
      snapshot([0, 1, 2, 3], 4),
      { type: 'message', message: sampleMessage(2, { id: 'm2b', versions: ['m2', 'm2b'] }), total: 3 },
    ]);
    expect([...open.messages.values()].map((message) => message.id)).toEqual(['m0', 'm1', 'm2b']);
    expect(open.total).toBe(3);
  });

  it('bounds the live output of a call and forgets it when the call has ended', () => {
    const callId = CallId.parse('c1');
    const running = applyEvents(emptyChat, [
      snapshot([0, 1], 2),
      { type: 'call', messageId: MessageId.parse('m1'), call: sampleCall('c1', { state: 'running' }) },
      { type: 'call-output', callId, append: 'x'.repeat(chatBounds.liveOutputChars) },
      { type: 'call-output', callId, append: 'end' },
    ]);
    expect(running.liveOutput.get(callId)).toHaveLength(chatBounds.liveOutputChars);
    expect(running.liveOutput.get(callId)?.endsWith('end')).toBe(true);
    const call = sampleCall('c1', { endedAt: 5 });
    const ended = applyEvents(running, [{ type: 'call', messageId: MessageId.parse('m1'), call }]);
    expect(ended.liveOutput.size).toBe(0);
    expect(ended.messages.get(1)?.parts.at(-1)).toEqual(call);
  });

  it('keeps a later page of history off a branch that is no longer shown', () => {
    const open = applyEvents(emptyChat, [snapshot([4, 5], 6)]);
    const stale = [sampleMessage(2), sampleMessage(3, { id: 'other' })];
    expect(mergePage(open, stale)).toBe(open);
  });

  it('holds a bounded number of messages: those in view and the newest', () => {
    const total = 1_000;
    const all = Array.from({ length: total }, (_, depth) => sampleMessage(depth));
    const open = { ...emptyChat, total, messages: new Map(all.map((message) => [message.depth, message])) };
    const kept = forgetFar(open, { from: 100, to: 110 }).messages;
    expect(kept.size).toBe(chatBounds.messages);
    expect(kept.has(105) && kept.has(total - 1)).toBe(true);
    expect(kept.has(700)).toBe(false);
  });
});
