// Looking round this machine: which doors are tried, who is taken for a model server, and what is not said meanwhile.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { neverAborts } from '#main/platform/base/abort.ts';
import { doorsOf } from './find-local.ts';
import { type FaultServer, startFaultServer, status } from './testing/fault-server.ts';
import { createDesk } from './testing/make-models.ts';

let server: FaultServer;
let silent: FaultServer;
beforeAll(async () => {
  server = await startFaultServer();
  silent = await startFaultServer();
});
afterAll(async () => {
  await server.close();
  await silent.close();
});
afterEach(() => {
  server.answer(status(500, {}));
  silent.answer(status(500, {}));
});

const oneModel = status(200, { data: [{ id: 'tide-1' }] });
const idsOf = ({ connections }: { connections: readonly { id: string }[] }) => connections.map(({ id }) => id);

describe('the doors of this machine', () => {
  it('are those of the usual programs, all of them here', () => {
    const doors = doorsOf({ environment: {}, search: true });
    expect(doors.map(({ vendor }) => vendor.id)).toEqual(
      'litellm ollama lm-studio llama-cpp vllm jan gpt4all koboldcpp text-generation-webui'.split(' '),
    );
    for (const { baseUrl } of doors) expect(new URL(baseUrl).hostname).toBe('127.0.0.1');
    expect(new Set(doors.map(({ baseUrl }) => new URL(baseUrl).port)).size).toBe(doors.length);
  });

  it('are not tried when the person switched the search off, but for what the environment names', () => {
    expect(doorsOf({ environment: {}, search: false })).toEqual([]);
    const named = doorsOf({ environment: { OLLAMA_HOST: '127.0.0.1:4321' }, search: false });
    expect(named).toMatchObject([{ vendor: { id: 'ollama' }, baseUrl: 'http://127.0.0.1:4321/v1' }]);
  });

  it('leave out what the environment connects already', () => {
    const environment = { LITELLM_BASE_URL: 'http://127.0.0.1:4999', LITELLM_API_KEY: 'sk-x' };
    expect(doorsOf({ environment, search: true }).map(({ vendor }) => vendor.id)).not.toContain('litellm');
  });
});

describe('a look round', () => {
  it('shows a server while another one that took the knock keeps silent', async () => {
    server.answer(oneModel);
    silent.answer(() => undefined);
    const models = createDesk({ LMSTUDIO_BASE_URL: server.url, OLLAMA_HOST: silent.url }).start();
    const stop = new AbortController();
    const isFound = async () =>
      idsOf(await models.state({ refresh: false, signal: neverAborts })).includes('lm-studio');
    const found = new Promise<void>((resolve, reject) => {
      models.onChange(() => void isFound().then((isThere) => isThere && resolve(), reject));
    });
    const look = models.look(stop.signal).catch((error: unknown) => error);
    await found;
    stop.abort();
    expect(await look).toMatchObject({ name: 'AbortError' });
    expect(idsOf(await models.state({ refresh: false, signal: neverAborts }))).toEqual(['lm-studio', 'offline']);
  });

  it('finds what was started since, and lets go of what has ended', async () => {
    const late = await startFaultServer();
    const models = createDesk({ LMSTUDIO_BASE_URL: late.url }).start();
    late.answer(status(404, {}));
    expect(idsOf(await models.look(neverAborts))).toEqual(['offline']);
    late.answer(oneModel);
    expect(idsOf(await models.look(neverAborts))).toEqual(['lm-studio', 'offline']);
    await late.close();
    expect(idsOf(await models.look(neverAborts))).toEqual(['offline']);
  });

  it('asks no vendor, also where a key for one lies in the environment', async () => {
    server.answer(oneModel);
    const before = server.received.length;
    const environment = { OPENAI_API_KEY: 'sk-canary-0123456789abcdef', OPENAI_BASE_URL: `${server.url}/v1` };
    const models = createDesk(environment).start();
    const found = await models.look(neverAborts);
    expect(found.connections[0]).toMatchObject({ id: 'openai', key: 'environment', variable: 'OPENAI_API_KEY' });
    expect(JSON.stringify(found)).not.toContain('canary');
    expect(server.received.length).toBe(before);
  });
});

describe('a key that only lies in the environment', () => {
  const environment = () => ({ OPENAI_API_KEY: 'sk-canary-0123456789abcdef', OPENAI_BASE_URL: `${server.url}/v1` });
  const listed = (models: ReturnType<ReturnType<typeof createDesk>['start']>) =>
    new Promise<void>((resolve) => models.onChange(() => resolve()));

  it('goes nowhere before the first run is through, and then lists the models', async () => {
    server.answer(oneModel);
    const before = server.received.length;
    const desk = createDesk(environment());
    const models = desk.start();
    await models.state({ refresh: false, signal: neverAborts });
    await models.look(neverAborts); // waits for the look that `state` began behind it
    await new Promise((resolve) => setImmediate(resolve));
    expect(server.received.length).toBe(before);
    const known = listed(models);
    desk.change({ onboarded: true });
    await known;
    expect(server.received.at(-1)?.headers.authorization).toContain('canary');
  });

  it('is used once the person tries it', async () => {
    server.answer(oneModel);
    const before = server.received.length;
    await createDesk(environment()).start().test({ connectionId: 'openai' }, neverAborts);
    expect(server.received.length).toBeGreaterThan(before);
  });
});
