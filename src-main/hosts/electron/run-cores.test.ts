// A core that wants a restart is followed by another; one that just ends is not.
import { describe, expect, it } from 'vitest';
import type { DesktopCore } from './desktop-deps.ts';
import { runCores } from './run-cores.ts';

function fakeCore(name: string, life: { restart: AbortController; ended: string[] }): DesktopCore {
  return {
    blobs: {} as DesktopCore['blobs'], // not used here
    serve: async () => {},
    power: () => {},
    restartWanted: life.restart.signal,
    run: (signal) =>
      new Promise((resolve) => {
        const end = () => {
          life.ended.push(name);
          resolve();
        };
        if (signal.aborted) end();
        else signal.addEventListener('abort', end, { once: true });
      }),
  };
}

describe('the cores of the desktop app', () => {
  it('follow one another after a restore, and never two at once', async () => {
    const ended: string[] = [];
    const [restart, quit] = [new AbortController(), new AbortController()];
    const seen: (string | undefined)[] = [];
    const second = fakeCore('second', { restart: new AbortController(), ended });
    const running = runCores({
      first: fakeCore('first', { restart, ended }),
      open: async () => {
        expect(ended).toEqual(['first']);
        return second;
      },
      onCore: (core) => seen.push(core === second ? 'second' : undefined),
      signal: quit.signal,
    });
    restart.abort();
    await expect.poll(() => seen).toEqual([undefined, 'second']);
    quit.abort();
    await running;
    expect(ended).toEqual(['first', 'second']);
  });

  it('end with the app, although a restart was wished for too', async () => {
    const ended: string[] = [];
    const [restart, quit] = [new AbortController(), new AbortController()];
    restart.abort();
    quit.abort();
    await runCores({
      first: fakeCore('first', { restart, ended }),
      open: () => Promise.reject(new Error('none is opened')),
      onCore: () => {},
      signal: quit.signal,
    });
    expect(ended).toEqual(['first']);
  });
});
