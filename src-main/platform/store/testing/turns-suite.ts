// Turns: one at a time, fenced, journaled, recovered after a dead process.
import { describe, expect, it } from 'vitest';
import { ApprovalId } from '#main/contract/ids.ts';
import type { Approval } from '#main/contract/messages.ts';
import type { BegunTurn } from '../port.ts';
import { callOf, id, plain, text, usageOf } from './conversation.ts';
import type { Bench } from './store-suite.ts';

/** Of a context: all of the branch. */
const whole = { maxChars: Number.POSITIVE_INFINITY };

export function turnsSuite({ store, talk, reopen }: Bench): void {
  const started = async () => {
    const session = await talk().session();
    await talk().accept(session.id, 'do it');
    return { session, begun: await talk().begin(session.id) };
  };
  const held = (begun: BegunTurn, fence = 1) => ({ turnId: begun.turn.id, messageId: begun.answer.id, fence });

  describe('turns', () => {
    it('runs one turn of a session at a time', async () => {
      const { session, begun } = await started();
      await talk().accept(session.id, 'more');
      await expect(talk().begin(session.id, 2)).rejects.toMatchObject({ code: 'conflict' });
      expect(await store().turns.running(session.id)).toMatchObject({ id: begun.turn.id, state: 'running', step: 0 });
      await talk().end(begun, []);
      expect(await store().turns.running(session.id)).toBeUndefined();
    });

    it('begins nothing where nothing waits', async () => {
      const session = await talk().session();
      const options = { turnId: id.turn('t'), answerId: id.message('a'), fence: 1, defaultModel: 'a/b', now: 1 };
      expect(await store().turns.begin({ sessionId: session.id, ...options })).toBeUndefined();
    });

    it('refuses every step of a holder whose fence is old', async () => {
      const session = await talk().session();
      await talk().accept(session.id, 'q');
      const begun = await talk().begin(session.id, 5);
      const old = { ...held(begun, 4), now: 1 };
      const call = callOf('c1');
      const conflict = { code: 'conflict', details: { reason: 'fence' } };
      const refused = [
        store().turns.endStep({ ...old, parts: [], model: 'a/b', step: 1 }),
        store().turns.beginCall({ ...old, call, planHash: 'h' }),
        store().turns.endCall({ ...old, call, output: '' }),
        store().turns.takeSteering({ ...old, parts: [], answerId: id.message('x') }),
        store().turns.finish({ ...old, parts: [], status: 'done', state: 'done', stopReason: 'end', outbox: [] }),
      ];
      for (const step of refused) await expect(step).rejects.toMatchObject(conflict);
      await talk().end(begun, [], { fence: 5 });
      await talk().accept(session.id, 'next');
      await expect(talk().begin(session.id, 4)).rejects.toMatchObject(conflict);
      expect(await talk().begin(session.id, 6)).toBeDefined();
    });

    it('counts fences anew after a restart', async () => {
      const session = await talk().session();
      await talk().accept(session.id, 'q');
      await talk().end(await talk().begin(session.id, 9), [], { fence: 9 });
      await reopen();
      await talk().accept(session.id, 'next');
      expect(await talk().begin(session.id, 1)).toBeDefined();
    });

    it('shows streamed text at once and ignores it for an ended message', async () => {
      const { begun } = await started();
      await store().turns.flushText([
        { messageId: begun.answer.id, parts: [text('Hel')] },
        { messageId: id.message('gone'), parts: [] },
      ]);
      expect(await store().messages.get(begun.answer.id)).toMatchObject({ status: 'streaming', parts: [text('Hel')] });
      await talk().end(begun, [text('Hello')]);
      await store().turns.flushText([{ messageId: begun.answer.id, parts: [text('Hell')] }]);
      expect(plain(await store().messages.get(begun.answer.id))).toBe('Hello');
    });

    it('sums usage per step on message, session and model, and counts a repeated step once', async () => {
      const { session, begun } = await started();
      const step = { ...held(begun), parts: [], model: 'a/b', now: 100 };
      await store().turns.endStep({ ...step, step: 1, usage: usageOf(10, 0.5) });
      await store().turns.endStep({ ...step, step: 1, usage: usageOf(20, 0.25) });
      await store().turns.addUsage({ ...step, step: 2, model: 'c/d', usage: usageOf(1) });
      const sum = { inputTokens: 21, outputTokens: 4, steps: 2, costUsd: 0.25 };
      expect((await store().messages.get(begun.answer.id)).usage).toMatchObject({ ...sum, unpricedSteps: 1 });
      expect((await store().sessions.get(session.id)).usage).toMatchObject(sum);
      expect(await store().turns.usage({ since: 100, until: 101 })).toEqual([
        { model: 'a/b', usage: usageOf(20, 0.25) },
        { model: 'c/d', usage: usageOf(1) },
      ]);
      expect(await store().turns.usage({ since: 101, until: 200 })).toEqual([]);
    });

    it('journals a call before and after its effect, once', async () => {
      const { begun } = await started();
      const call = callOf('c1');
      await store().turns.endStep({ ...held(begun), parts: [text('I run'), call], model: 'a/b', step: 1, now: 1 });
      await store().turns.beginCall({ ...held(begun), call, planHash: 'h', now: 2 });
      const state = async () => (await store().messages.get(begun.answer.id)).parts[1];
      expect(await state()).toMatchObject({ state: 'running' });
      await expect(store().turns.beginCall({ ...held(begun), call, planHash: 'h', now: 3 })).rejects.toMatchObject({
        code: 'conflict',
      });
      await store().turns.endCall({
        ...held(begun),
        call: { ...call, state: 'done', exitCode: 0 },
        output: 'files',
        now: 4,
      });
      expect(await state()).toMatchObject({ state: 'done', output: 'files', exitCode: 0 });
      // The journal is what counts, whatever the message's own copy says.
      await talk().end(begun, [text('I ran'), call]);
      expect(await state()).toMatchObject({ state: 'done', output: 'files' });
      expect(await store().messages.callOutput(call.callId)).toBe('files');
      await expect(store().messages.callOutput(id.call('none'))).rejects.toMatchObject({ code: 'not_found' });
    });

    it('writes a call that never began, such as a denied one', async () => {
      const { begun } = await started();
      const call = callOf('c1', { state: 'denied' });
      await store().turns.endStep({ ...held(begun), parts: [callOf('c1')], model: 'a/b', step: 1, now: 1 });
      await store().turns.endCall({ ...held(begun), call, output: 'denied by the person', now: 2 });
      expect((await store().messages.get(begun.answer.id)).parts).toMatchObject([{ state: 'denied' }]);
    });

    it('keeps a long output whole beside its first 32 KiB', async () => {
      const { session, begun } = await started();
      const call = callOf('c1');
      const output = 'ä€𝄞x'.repeat(20_000);
      await store().turns.endStep({ ...held(begun), parts: [call], model: 'a/b', step: 1, now: 1 });
      await store().turns.beginCall({ ...held(begun), call, planHash: 'h', now: 2 });
      await store().turns.endCall({ ...held(begun), call: { ...call, state: 'done' }, output, now: 3 });
      const [part] = (await store().messages.get(begun.answer.id)).parts;
      if (part?.type !== 'tool_call' || part.output === undefined) throw new Error('no output');
      expect(new TextEncoder().encode(part.output).length).toBeGreaterThan(32 * 1024 - 4);
      expect(new TextEncoder().encode(part.output).length).toBeLessThanOrEqual(32 * 1024);
      expect(output.startsWith(part.output)).toBe(true);
      expect(part.outputBlobId).toBeDefined();
      expect(await store().messages.callOutput(call.callId)).toBe(output);
      await talk().end(begun, [call]);
      const { messages } = await store().messages.context(session.id, whole);
      expect(messages.at(-1)?.parts).toMatchObject([{ output }]);
    });

    it('finishes message, turn, session, title and outbox in one step', async () => {
      const { session, begun } = await started();
      const outbox = [{ id: 'o1', channelId: 'tg', text: 'hi \ud800' }];
      const { message, session: after } = await talk().end(begun, [text('done')], { title: 'Named', outbox });
      expect(message).toMatchObject({ status: 'done', parts: [text('done')] });
      expect(after).toMatchObject({ status: 'idle', title: 'Named', titleIsAutomatic: true, messageCount: 2 });
      expect(await store().outbox.claim({ channelId: 'tg', limit: 9, now: 9e14, leaseMs: 1 })).toMatchObject([
        { id: 'o1', sessionId: session.id, turnId: begun.turn.id, text: 'hi \ud800', attempts: 1 },
      ]);
      await expect(talk().end(begun, [])).rejects.toMatchObject({ code: 'conflict' });
    });

    it('leaves a name that the person gave', async () => {
      const { session, begun } = await started();
      await store().sessions.change(session.id, { title: 'Mine', titleIsAutomatic: false }, 1);
      expect((await talk().end(begun, [], { title: 'Automatic' })).session.title).toBe('Mine');
    });

    it('shows how a turn ended on session and message', async () => {
      const { session, begun } = await started();
      const error = { code: 'provider_failed' as const, message: 'It broke.', retryable: false };
      const ended = await talk().end(begun, [text('par')], {
        status: 'failed',
        state: 'failed',
        stopReason: 'error',
        error,
      });
      expect(ended).toMatchObject({ message: { status: 'failed', error }, session: { status: 'failed' } });
      await talk().accept(session.id, '', { kind: { type: 'continue' } });
      const next = await talk().begin(session.id);
      expect(next.answer.parentId).toBe(begun.answer.id);
      expect(next.userMessages).toEqual([]);
    });

    it('takes steering messages into the running turn, and only those', async () => {
      const { session, begun } = await started();
      const options = { ...held(begun), parts: [text('first half')], answerId: id.message('second'), now: 9 };
      expect(await store().turns.takeSteering(options)).toBeUndefined();
      await talk().accept(session.id, 'later', { mode: 'queue' });
      await talk().accept(session.id, 'rather so', { mode: 'steer' });
      const taken = await store().turns.takeSteering(options);
      expect(taken?.closed).toMatchObject({ id: begun.answer.id, status: 'done' });
      expect(taken?.userMessages.map(plain)).toEqual(['rather so']);
      expect(taken?.answer).toMatchObject({ id: 'second', status: 'streaming', turnId: begun.turn.id });
      await expect(talk().end(begun, [])).rejects.toMatchObject({ code: 'conflict' });
      await talk().end(begun, [text('second half')], { messageId: id.message('second') });
      expect(await talk().shown(session.id)).toEqual(['do it', 'first half', 'rather so', 'second half']);
      expect(await store().inbox.pending(session.id)).toMatchObject([{ text: 'later' }]);
    });
  });

  describe('recovery', () => {
    const recover = async () => (await reopen()).turns.recover(talk().tick());

    it('puts a turn that showed nothing back into the inbox [R01]', async () => {
      const session = await talk().session();
      await talk().say(session.id, ['before', 'answer']);
      await talk().accept(session.id, 'lost?');
      const begun = await talk().begin(session.id);
      expect(await recover()).toEqual({ requeued: [session.id], interrupted: [] });
      expect(await talk().shown(session.id)).toEqual(['before', 'answer']);
      expect(await store().sessions.get(session.id)).toMatchObject({ status: 'idle', messageCount: 2 });
      expect(await store().inbox.sessionsWithPending()).toEqual([session.id]);
      const again = await talk().begin(session.id);
      expect(again.userMessages.map(({ id: messageId }) => messageId)).toEqual(
        begun.userMessages.map(({ id: messageId }) => messageId),
      );
      await talk().end(again, [text('now')]);
      expect(await talk().shown(session.id)).toEqual(['before', 'answer', 'lost?', 'now']);
    });

    it('puts an edit back without a trace of its branch', async () => {
      const session = await talk().session();
      const { user } = await talk().say(session.id, ['one', 'a']);
      const kind = { type: 'edit' as const, messageId: id.message(user?.id ?? '') };
      await talk().accept(session.id, 'one!', { kind });
      await talk().begin(session.id);
      expect(await recover()).toMatchObject({ requeued: [session.id] });
      expect(await talk().shown(session.id)).toEqual(['one', 'a']);
      expect((await store().messages.get(kind.messageId)).versions).toEqual([user?.id]);
      const again = await talk().begin(session.id);
      expect(again.userMessages[0]?.versions).toHaveLength(2);
    });

    it('interrupts a turn that showed text and keeps the text [R01]', async () => {
      const { session, begun } = await started();
      await store().turns.flushText([{ messageId: begun.answer.id, parts: [text('half')] }]);
      expect(await recover()).toEqual({
        requeued: [],
        interrupted: [{ sessionId: session.id, turnId: begun.turn.id, unknownCalls: 0 }],
      });
      expect(await store().messages.get(begun.answer.id)).toMatchObject({
        status: 'interrupted',
        parts: [text('half')],
      });
      expect((await store().sessions.get(session.id)).status).toBe('interrupted');
      expect(await store().turns.recover(talk().tick())).toEqual({ requeued: [], interrupted: [] });
    });

    it('says of a call without a result that it may have run, and stops the ones that did not begin [R02]', async () => {
      const { session, begun } = await started();
      const parts = [callOf('c1'), callOf('c2'), callOf('c3', { state: 'asking' })];
      await store().turns.endStep({ ...held(begun), parts, model: 'a/b', step: 1, now: 1 });
      await store().turns.beginCall({ ...held(begun), call: callOf('c1'), planHash: 'h', now: 2 });
      const { interrupted } = await recover();
      expect(interrupted).toMatchObject([{ sessionId: session.id, unknownCalls: 1 }]);
      expect((await store().messages.get(begun.answer.id)).parts).toMatchObject([
        { state: 'unknown' },
        { state: 'stopped' },
        { state: 'stopped' },
      ]);
    });

    it('interrupts when a call began, even if nothing was shown', async () => {
      const { begun } = await started();
      await store().turns.beginCall({ ...held(begun), call: callOf('c1'), planHash: 'h', now: 2 });
      expect(await recover()).toMatchObject({ requeued: [], interrupted: [{ unknownCalls: 1 }] });
    });

    it('marks a chat whose turn waits for the person in another way, as long as the turn runs', async () => {
      const { session, begun } = await started();
      const status = async () => (await store().sessions.get(session.id)).status;
      await store().approvals.mark(session.id, true);
      expect(await status()).toBe('asking');
      await store().approvals.mark(session.id, false);
      expect(await status()).toBe('running');
      await talk().end(begun, []);
      await store().approvals.mark(session.id, true);
      expect(await status()).toBe('idle');
    });

    it('expires open questions', async () => {
      const { session, begun } = await started();
      const approval: Approval = {
        id: ApprovalId.parse('ap'),
        sessionId: session.id,
        sessionTitle: '',
        turnId: begun.turn.id,
        callId: id.call('c1'),
        tool: 'run_command',
        title: { key: 'k', params: {} },
        effects: [],
        shown: { type: 'text', text: 'x' },
        planHash: 'h',
        canUndo: false,
        createdAt: 1,
        expiresAt: 9e14,
      };
      await store().approvals.ask(approval);
      await recover();
      expect(await store().approvals.pending()).toEqual([]);
      await expect(
        store().approvals.decide({ id: approval.id, planHash: 'h', decision: 'once', now: 2 }),
      ).rejects.toMatchObject({ code: 'conflict' });
    });

    it('gives up on a message that ends the process every time', async () => {
      const session = await talk().session();
      await talk().accept(session.id, 'poison');
      let requeued = 0;
      for (let start = 0; start < 10; start += 1) {
        await talk().begin(session.id);
        const result = await recover();
        if (result.interrupted.length > 0) break;
        requeued += 1;
      }
      expect(requeued).toBe(5);
      expect(await talk().shown(session.id)).toEqual(['poison', '']);
    });
  });
}
