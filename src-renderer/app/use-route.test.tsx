// @vitest-environment happy-dom
// Where the person goes: the last thing they chose wins, however long an earlier choice takes.
import { act, cleanup, renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LimpetClient } from '#main/contract/contract.ts';
import { SessionId } from '#main/contract/ids.ts';
import type { Session } from '#main/contract/messages.ts';
import { ToastProvider } from '#renderer/ui/overlays/toast.tsx';
import { useDefaultChat, useNewChat } from './use-chats.ts';
import { useRoute } from './use-route.ts';

afterEach(cleanup);
/** Unlike browsers, happy-dom tells of a replaced address, a moment later. */
const startAtCurrent = async () => {
  window.history.replaceState(null, '', '#/chat/current');
  await new Promise((done) => setTimeout(done, 0));
};
beforeEach(startAtCurrent);

const chat = (id: string) => ({ screen: 'chat', sessionId: SessionId.parse(id) }) as const;

/** The window's navigation with a core that makes a chat when the test says so. */
function open() {
  const made: PromiseWithResolvers<Session>[] = [];
  const client: Parameters<typeof useNewChat>[0] = {
    sessions: {
      list: async () => ({ sessions: [], total: 0 }),
      create: () => {
        const one = Promise.withResolvers<Session>();
        made.push(one);
        return one.promise;
      },
    },
  };
  const wrapper = ({ children }: { readonly children: ReactNode }) => <ToastProvider>{children}</ToastProvider>;
  const use = () => {
    const { route, navigate, choose } = useRoute();
    return { route, navigate, newChat: useNewChat(client, choose) };
  };
  const { result } = renderHook(use, { wrapper });
  const newChat = async () => {
    const count = made.length;
    act(() => result.current.newChat());
    await waitFor(() => expect(made).toHaveLength(count + 1));
  };
  /** Resolves when what follows from it has happened. */
  const finish = (index: number, id: string) =>
    act(async () => {
      made[index]?.resolve({ id } as Session);
      await new Promise((done) => setTimeout(done, 0));
    });
  return { result, newChat, finish };
}

describe('a new chat', () => {
  it('is opened when it is there', async () => {
    const { result, newChat, finish } = open();
    await newChat();
    await finish(0, 'new');
    expect(result.current.route).toEqual(chat('new'));
  });

  it('does not take the view from a chat, or from the settings, that was chosen after it', async () => {
    for (const later of [chat('other'), { screen: 'settings' }, chat('current')] as const) {
      const { result, newChat, finish } = open();
      await newChat();
      act(() => result.current.navigate(later));
      await finish(0, 'new');
      expect(result.current.route).toMatchObject(later);
      cleanup();
      await startAtCurrent();
    }
  });

  it('does not take the view from where the browser’s back has led', async () => {
    const { result, newChat, finish } = open();
    act(() => result.current.navigate(chat('other')));
    await newChat();
    act(() => {
      window.history.replaceState(null, '', '#/chat/current');
      window.dispatchEvent(new PopStateEvent('popstate'));
    });
    await finish(0, 'new');
    expect(result.current.route).toEqual(chat('current'));
  });

  it('gives way to a newer new chat, whichever is ready first', async () => {
    const { result, newChat, finish } = open();
    await newChat();
    await newChat();
    await finish(1, 'second');
    await finish(0, 'first');
    expect(result.current.route).toEqual(chat('second'));
  });
});

describe('where no chat is named', () => {
  it('the newest one is opened, also when the first run ends with an address of its own meanwhile', async () => {
    window.history.replaceState(null, '', '#');
    await new Promise((done) => setTimeout(done, 0));
    const listed = Promise.withResolvers<void>();
    const client = {
      sessions: {
        list: async () => {
          await listed.promise;
          return { sessions: [{ id: 'newest' } as Session], total: 1 };
        },
      },
    } as unknown as LimpetClient; // all that is asked
    const firstRun = renderHook(() => useRoute());
    const { result } = renderHook(() => {
      const { route, choose } = useRoute();
      useDefaultChat(client, route, choose);
      return route;
    });
    act(() => firstRun.result.current.navigate({ screen: 'chat' }, 'replace'));
    await act(async () => {
      listed.resolve();
      await new Promise((done) => setTimeout(done, 0));
    });
    expect(result.current).toEqual(chat('newest'));
  });
});
