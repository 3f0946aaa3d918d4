// What every way to start a service promises.
import { expect, it } from 'vitest';
import { neverAborts } from '#main/platform/base/abort.ts';
import type { Service, Services } from '../port/services.ts';

export const echoService = new URL('echo-service.ts', import.meta.url);

export function listenTo({ port }: Service) {
  const heard: string[] = [];
  let wake = () => {};
  port.onMessage((text) => {
    heard.push(text);
    wake();
  });
  const ended = new Promise<void>((resolve) => port.onClose(() => resolve()));
  return {
    ended,
    async next(): Promise<string> {
      while (heard.length === 0)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      return heard.shift() ?? '';
    },
  };
}

export function servicesSuite(create: () => Services): void {
  const start = async (signal: AbortSignal = neverAborts) => {
    const service = await create().start(echoService, signal);
    return { service, ears: listenTo(service) };
  };

  it('carries text both ways, in order, and ends when it is closed', async () => {
    const { service, ears } = await start();
    expect(service.pid).toBeGreaterThan(0);
    service.port.send('one');
    service.port.send('two 二');
    expect([await ears.next(), await ears.next()]).toEqual(['you said one', 'you said two 二']);
    service.port.close();
    await ears.ended;
  });

  it('ends with its signal, and is not started by one that aborted before', async () => {
    await expect(create().start(echoService, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
    const life = new AbortController();
    const { ears } = await start(life.signal);
    life.abort();
    await ears.ended;
  });

  it('tells that it ended by itself, and keeps quiet about what is sent to it then', async () => {
    const { service, ears } = await start();
    service.port.send('fail');
    await ears.ended;
    expect(service.pid).toBeUndefined();
    service.port.send('anybody there?');
  });

  it('hands over no keys of the environment', async () => {
    const { service, ears } = await start();
    service.port.send('environment');
    expect(await ears.next()).not.toMatch(/OPENAI|SECRET/);
    service.port.close();
  });
}
