// Approvals, outbox, settings and blobs.
import { describe, expect, it } from 'vitest';
import { ApprovalId, BlobId } from '#main/contract/ids.ts';
import type { Approval } from '#main/contract/messages.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { id, text } from './conversation.ts';
import { bytesOf } from './sessions-suite.ts';
import type { Bench } from './store-suite.ts';

export function smallStoresSuite({ store, talk, reopen }: Bench): void {
  const asked = async (name = 'ap') => {
    const session = await talk().session('Title');
    await talk().accept(session.id, 'q');
    const begun = await talk().begin(session.id);
    const approval: Approval = {
      id: ApprovalId.parse(name),
      sessionId: session.id,
      sessionTitle: 'old title',
      turnId: begun.turn.id,
      callId: id.call('c1'),
      tool: 'run_command',
      title: { key: 'k', params: {} },
      effects: [{ type: 'execute', target: 'ls' }],
      shown: { type: 'text', text: 'ls' },
      planHash: 'h'.repeat(64),
      canUndo: false,
      createdAt: 1,
      expiresAt: 1_000,
    };
    await store().approvals.ask(approval);
    return { session, begun, approval };
  };
  const once = { decision: 'once' as const, now: 5 };

  describe('approvals', () => {
    it('shows a question on its session until it is answered', async () => {
      const { session, approval } = await asked();
      expect((await store().sessions.get(session.id)).status).toBe('asking');
      expect((await store().turns.running(session.id))?.state).toBe('asking');
      expect(await store().approvals.pending()).toEqual([{ ...approval, sessionTitle: 'Title' }]);
      await store().approvals.decide({ id: approval.id, planHash: approval.planHash, ...once });
      expect((await store().sessions.get(session.id)).status).toBe('running');
      expect(await store().approvals.pending()).toEqual([]);
    });

    it('is answered once, in time, and for what was shown [T25]', async () => {
      const { approval } = await asked();
      const answer = { id: approval.id, planHash: approval.planHash, ...once };
      const conflict = { code: 'conflict' };
      await expect(store().approvals.decide({ ...answer, planHash: 'x'.repeat(64) })).rejects.toMatchObject(conflict);
      await expect(store().approvals.decide({ ...answer, now: 1_000 })).rejects.toMatchObject(conflict);
      await store().approvals.decide(answer);
      await expect(store().approvals.decide(answer)).rejects.toMatchObject(conflict);
      await expect(store().approvals.decide({ ...answer, id: ApprovalId.parse('none') })).rejects.toMatchObject({
        code: 'not_found',
      });
    });

    it('refuses an answer after it expired', async () => {
      const { session, approval } = await asked();
      await store().approvals.expire(approval.id, 5);
      await expect(
        store().approvals.decide({ id: approval.id, planHash: approval.planHash, ...once }),
      ).rejects.toMatchObject({ code: 'conflict' });
      expect((await store().sessions.get(session.id)).status).toBe('running');
    });

    it('remembers a grant for its session only', async () => {
      const { session, approval } = await asked();
      const other = await talk().session();
      const { planHash } = approval;
      await store().approvals.decide({
        id: approval.id,
        planHash,
        decision: 'session',
        grant: { key: 'run:ls', words: { key: 'k', params: {} } },
        now: 5,
      });
      expect(await store().approvals.hasGrant(session.id, 'run:ls')).toBe(true);
      expect(await store().approvals.hasGrant(session.id, 'run:rm')).toBe(false);
      expect(await store().approvals.hasGrant(other.id, 'run:ls')).toBe(false);
    });

    it('expires with its turn', async () => {
      const { begun } = await asked();
      await talk().end(begun, []);
      expect(await store().approvals.pending()).toEqual([]);
    });
  });

  describe('outbox', () => {
    it('leases rows, gives them again when the lease ends, and never after they were sent', async () => {
      const session = await talk().session();
      await talk().accept(session.id, 'q');
      const begun = await talk().begin(session.id);
      const row = (name: string) => ({ id: name, channelId: 'tg', text: name });
      await talk().end(begun, [text('a')], {
        outbox: [row('o1'), row('o2'), { ...row('o3'), channelId: 'dc' }],
        now: 10,
      });
      const claim = async (now: number) =>
        (await store().outbox.claim({ channelId: 'tg', limit: 10, now, leaseMs: 100 })).map((o) => o.id);
      expect(await claim(9)).toEqual([]);
      expect(await claim(10)).toEqual(['o1', 'o2']);
      expect(await claim(11)).toEqual([]);
      await store().outbox.markSent('o1', 12);
      await store().outbox.markFailed('o2', { retryAt: 50 });
      expect(await claim(49)).toEqual([]);
      expect(await claim(50)).toEqual(['o2']);
      expect(await claim(150)).toEqual(['o2']);
      await expect(store().outbox.markSent('none', 1)).rejects.toMatchObject({ code: 'not_found' });
    });
  });

  describe('settings', () => {
    it('merges deeply, keeps what it does not know, and refuses what is wrong', async () => {
      expect(await store().settings.get()).toMatchObject({ theme: 'system', limits: { stepsPerTurn: 50 } });
      await store().settings.set({ limits: { stepsPerTurn: 7 }, future: { x: 1 } });
      await store().settings.set({ theme: 'dark', limits: { minutesPerTurn: 5 }, future: { y: 2 } });
      await expect(store().settings.set({ theme: 'pink' })).rejects.toMatchObject({
        code: 'invalid_input',
        details: { path: ['theme'] },
      });
      const again = await reopen();
      expect(await again.settings.get()).toMatchObject({
        theme: 'dark',
        limits: { stepsPerTurn: 7, minutesPerTurn: 5, tokensPerTurn: 1_000_000 },
      });
    });

    it('tells what was set and nothing else, and takes single values out again', async () => {
      expect(await store().settings.stored()).toEqual({});
      await store().settings.set({ theme: 'dark', limits: { stepsPerTurn: 7, minutesPerTurn: 5 }, future: { x: 1 } });
      const left = await store().settings.unset(['limits.stepsPerTurn', 'theme', 'reasoning', 'no.such.path']);
      expect(left).toMatchObject({ theme: 'system', limits: { stepsPerTurn: 50, minutesPerTurn: 5 } });
      expect(await store().settings.stored()).toEqual({ limits: { minutesPerTurn: 5 }, future: { x: 1 } });
      await store().settings.unset(['limits.minutesPerTurn']);
      expect(await (await reopen()).settings.get()).toMatchObject({ limits: { minutesPerTurn: 30 } });
    });

    it('does not let a patch reach into prototypes', async () => {
      await store().settings.set(JSON.parse('{"__proto__":{"theme":"dark"},"limits":{"__proto__":{"x":1}}}'));
      expect((await store().settings.get()).theme).toBe('system');
      expect(Object.hasOwn(Object.prototype, 'x')).toBe(false);
    });

    it('keeps small values by key', async () => {
      expect(await store().settings.getValue('probe')).toBeUndefined();
      await store().settings.setValue('probe', { ok: [1, null, 'x'] });
      expect(await store().settings.getValue('probe')).toEqual({ ok: [1, null, 'x'] });
      await store().settings.setValue('probe', undefined);
      expect(await store().settings.getValue('probe')).toBeUndefined();
    });
  });

  describe('blobs', () => {
    const put = (chunks: string[], maxBytes = 1_000, signal = neverAborts) =>
      store().blobs.put({
        bytes: bytesOf(...chunks),
        name: 'n.txt',
        mediaType: 'text/plain',
        maxBytes,
        now: 1,
        signal,
      });

    it('gives back what was put, whole and as a stream', async () => {
      const info = await put(['hello ', 'world']);
      expect(info).toMatchObject({ sizeBytes: 11, name: 'n.txt', mediaType: 'text/plain' });
      expect(await store().blobs.info(info.id)).toEqual(info);
      expect(new TextDecoder().decode(await store().blobs.read(info.id))).toBe('hello world');
      let streamed = '';
      for await (const chunk of await store().blobs.stream(info.id)) streamed += new TextDecoder().decode(chunk);
      expect(streamed).toBe('hello world');
      expect((await put(['hello world'])).sha256).toBe(info.sha256);
      await expect(store().blobs.read(BlobId.parse('none'))).rejects.toMatchObject({ code: 'not_found' });
    });

    it('refuses what is too large and stops when cancelled', async () => {
      await expect(put(['x'.repeat(600), 'y'.repeat(600)])).rejects.toMatchObject({ code: 'invalid_input' });
      await expect(put(['x'], 10, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
    });

    it('passes on the failure of its source', async () => {
      async function* broken() {
        yield new Uint8Array([1]);
        throw new Error('cut');
      }
      const options = { name: 'n', mediaType: 'x/y', maxBytes: 9, now: 1, signal: neverAborts };
      await expect(store().blobs.put({ bytes: broken(), ...options })).rejects.toThrow('cut');
    });
  });

  describe('backup and counts', () => {
    it('makes one copy a day', async () => {
      expect(await store().backup(neverAborts)).toEqual({ made: true });
      expect(await store().backup(neverAborts)).toEqual({ made: false });
    });

    it('counts what is there', async () => {
      const session = await talk().session();
      await talk().say(session.id, ['q', 'a']);
      const counts = await store().counts();
      expect(counts).toMatchObject({ sessions: 1, messages: 2 });
      expect(counts.sizeBytes).toBeGreaterThan(0);
      expect(counts.schema).toBeGreaterThan(0);
    });
  });
}
