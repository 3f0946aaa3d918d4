// @vitest-environment happy-dom
import { act, cleanup, renderHook, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { AppError } from '#main/contract/errors.ts';
import { Cursor } from '#main/contract/ids.ts';
import type { StreamItem } from '#main/contract/kernel.ts';
import { useAct } from './use-act.ts';
import { useFollow } from './use-follow.ts';

afterEach(cleanup);

const busy = () => new AppError('conflict', 'Somebody was faster. Look again.');

describe('an act', () => {
  it('tells that it runs, gives its result, and keeps why it failed until the next run', async () => {
    const { result } = renderHook(() =>
      useAct(async (input: number) => {
        if (input < 0) throw busy();
        return input * 2;
      }),
    );
    let output: number | undefined;
    await act(async () => {
      output = await result.current.run(-1);
    });
    expect(output).toBeUndefined();
    expect(result.current.error).toMatchObject({ code: 'conflict' });
    await act(async () => {
      output = await result.current.run(4);
    });
    expect(output).toBe(8);
    expect(result.current).toMatchObject({ isRunning: false, error: undefined });
  });

  it('shows only what the newest run came to', async () => {
    const gates: PromiseWithResolvers<string>[] = [];
    const { result } = renderHook(() =>
      useAct(() => {
        const gate = Promise.withResolvers<string>();
        gates.push(gate);
        return gate.promise;
      }),
    );
    act(() => {
      void result.current.run(undefined);
      void result.current.run(undefined);
    });
    await act(async () => gates[0]?.reject(busy()));
    expect(result.current).toMatchObject({ isRunning: true, error: undefined });
    await act(async () => gates[1]?.resolve('new'));
    expect(result.current).toMatchObject({ isRunning: false, error: undefined });
  });

  it('leaves no error behind when it was cancelled', async () => {
    const { result } = renderHook(() => useAct(() => Promise.reject(new AppError('cancelled', 'Cancelled.'))));
    await act(async () => void (await result.current.run(undefined)));
    expect(result.current.error).toBeUndefined();
  });
});

describe('following a stream', () => {
  it('hands on every item, ends with the component, and can be tried again after a failure', async () => {
    const signals: AbortSignal[] = [];
    let fails = true;
    async function* open(signal: AbortSignal): AsyncGenerator<StreamItem<string>> {
      signals.push(signal);
      if (fails) throw busy();
      yield { cursor: Cursor.parse('e:1'), data: 'one' };
      yield { cursor: Cursor.parse('e:2'), data: 'two' };
    }
    const items: string[] = [];
    const { result, unmount } = renderHook(() => useFollow({ open, onItem: (item: string) => items.push(item) }), {});
    await waitFor(() => expect(result.current.error).toMatchObject({ code: 'conflict' }));
    fails = false;
    act(() => result.current.again());
    await waitFor(() => expect(items).toEqual(['one', 'two']));
    expect(result.current.error).toBeUndefined();
    unmount();
    expect(signals.at(-1)?.aborted).toBe(true);
  });
});
