import { describe, expect, it } from 'vitest';
import { AppError } from '#main/contract/errors.ts';
import { Cursor, SessionId } from '#main/contract/ids.ts';
import { sampleMessage, sampleSession } from '../testing/samples.ts';
import { createChatStore } from './chat-store.ts';

const total = 200;

function openStore(history: (from: number) => Promise<void> = async () => {}) {
  const asked: number[] = [];
  const store = createChatStore({
    sessionId: SessionId.parse('s1'),
    nextFrame: (act) => act(),
    client: {
      chat: {
        async *follow() {
          yield {
            cursor: Cursor.parse('e:1'),
            data: {
              type: 'snapshot',
              session: sampleSession(),
              total,
              tail: [sampleMessage(total - 2), sampleMessage(total - 1)],
              queue: [],
              approvals: [],
              compactions: [],
            },
          };
        },
        async history({ from, limit = 50 }) {
          asked.push(from);
          await history(from);
          const messages = Array.from({ length: limit }, (_, index) => sampleMessage(from + index));
          return { total, headId: null, messages };
        },
      },
    },
  });
  return { store, asked, signal: new AbortController().signal };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('an open chat', () => {
  it('fetches only the pages in view that are missing, each once', async () => {
    const { store, asked, signal } = openStore();
    await store.run(signal);
    store.show(95, 104, signal);
    store.show(96, 105, signal);
    await settled();
    expect(asked).toEqual([50, 100]);
    store.show(60, 120, signal);
    await settled();
    expect(asked).toEqual([50, 100]);
    expect(store.state.getState().messages.get(100)?.id).toBe('m100');
  });

  it('marks a page that could not be read and reads it when asked again', async () => {
    let isBroken = true;
    const { store, signal } = openStore(async () => {
      if (isBroken) throw new AppError('unavailable', 'Gone.');
    });
    await store.run(signal);
    store.show(0, 10, signal);
    await settled();
    expect([...store.state.getState().failedPages]).toEqual([0]);
    isBroken = false;
    store.retry(signal);
    await settled();
    expect(store.state.getState().failedPages.size).toBe(0);
    expect(store.state.getState().messages.has(5)).toBe(true);
  });

  it('reports a stream that cannot be opened, and stays quiet when it was closed on purpose', async () => {
    const failing = createChatStore({
      sessionId: SessionId.parse('gone'),
      nextFrame: (act) => act(),
      client: {
        chat: {
          follow: () => ({
            [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new AppError('not_found', 'No such chat.')) }),
          }),
          history: async () => ({ total: 0, headId: null, messages: [] }),
        },
      },
    });
    await failing.run(new AbortController().signal);
    expect(failing.state.getState().error?.code).toBe('not_found');
    const { store } = openStore();
    await store.run(AbortSignal.abort());
    expect(store.state.getState().error).toBeUndefined();
  });
});
