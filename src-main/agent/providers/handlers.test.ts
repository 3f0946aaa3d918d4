// The contract's domain over the room, and that nothing heavy is loaded before it is needed.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { CommandId } from '#main/contract/ids.ts';
import type { Ctx } from '#main/contract/kernel.ts';
import { type Connection, ModelsState, Vendor } from '#main/contract/models.ts';
import { systemClock } from '#main/platform/base/clock.ts';
import { silentLog } from '#main/platform/base/log.ts';
import { createMemoryBus } from '#main/platform/bus/memory/memory-bus.ts';
import { modelsHandlers } from './handlers.ts';
import { createDesk } from './testing/make-models.ts';

const ctx = (signal: AbortSignal): Ctx => ({
  principal: { access: 'owner', id: 'me' },
  connectionId: 'c1',
  commandId: CommandId.parse('command-1'),
  signal,
});

describe('modelsHandlers', () => {
  it('shows every vendor and the state as the wire wants them', async () => {
    const handlers = modelsHandlers({
      models: createDesk().start(),
      bus: createMemoryBus({ clock: systemClock, epoch: 'test', log: silentLog }),
    });
    const stop = new AbortController();
    const { vendors } = await handlers.vendors({}, ctx(stop.signal));
    expect(vendors.map((vendor) => Vendor.parse(vendor).id)).toEqual([
      'openai',
      'anthropic',
      'gemini',
      'deepseek',
      'groq',
      'openrouter',
      'zhipu',
      'moonshot',
      'mistral',
      'xai',
      'litellm',
      'ollama',
      'lm-studio',
      'llama-cpp',
      'vllm',
      'jan',
      'gpt4all',
      'koboldcpp',
      'text-generation-webui',
      'openai-compatible',
      'anthropic-compatible',
      'offline',
    ]);
    expect(ModelsState.parse(await handlers.state({ refresh: false }, ctx(stop.signal))).defaultModel).toBe(
      'offline/commands',
    );
  });

  it('follows changes with a whole state each time', async () => {
    const bus = createMemoryBus({ clock: systemClock, epoch: 'test', log: silentLog });
    const models = createDesk().start();
    models.onChange(() => bus.publish('models', '', { type: 'changed' }));
    const handlers = modelsHandlers({ models, bus });
    const stop = new AbortController();
    const items = handlers.watch({}, ctx(stop.signal))[Symbol.asyncIterator]();
    expect((await items.next()).value?.data.connections.map(({ id }: Connection) => id)).toEqual(['offline']);
    await handlers.connect(
      { connectionId: 'mine', vendor: 'openai-compatible', baseUrl: 'http://127.0.0.1:1' },
      ctx(stop.signal),
    );
    let ids: string[] = [];
    while (!ids.includes('mine'))
      ids = (await items.next()).value?.data.connections.map(({ id }: Connection) => id) ?? [];
    await handlers.setEnabled({ connectionId: 'mine', enabled: false }, ctx(stop.signal));
    let enabled: boolean | undefined = true;
    while (enabled !== false) enabled = (await items.next()).value?.data.connections[0]?.enabled;
    stop.abort();
  });
});

describe('start-up', () => {
  it('loads neither SDK nor any wire until a model is asked', async () => {
    const script = `
      import { registerHooks } from 'node:module';
      const loaded = [];
      registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context); } });
      await import('#main/agent/providers/create-providers.ts');
      await import('#main/agent/providers/handlers.ts');
      console.log(JSON.stringify(loaded));
    `;
    const run = promisify(execFile);
    const { stdout } = await run(process.execPath, ['--input-type=module', '--no-warnings', '-e', script]);
    const loaded = JSON.parse(stdout) as string[];
    expect(loaded.some((url) => url.includes('create-providers.ts'))).toBe(true);
    expect(
      loaded.filter((url) => /node_modules\/(openai|@anthropic-ai)|providers\/(openai|anthropic|offline)\//.test(url)),
    ).toEqual([]);
  });
});
