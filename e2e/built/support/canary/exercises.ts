// Everything that handles texts in which a key may be. Whoever builds something that writes, sends or exports adds a line.
import { join } from 'node:path';
import { neverAborts } from '#main/platform/base/abort.ts';
import { openZip } from '#main/platform/base/zip/read-zip.ts';
import type { CanaryWorld } from './world.ts';

export type Exercise = { readonly name: string; run(world: CanaryWorld): Promise<void> };

const call = (tool: string, input: unknown) => `call ${tool} ${JSON.stringify(input)}`;

/** The result does not matter here, only what it leaves behind. */
async function tried(world: CanaryWorld, where: string, step: () => Promise<unknown>): Promise<void> {
  const outcome = await step().catch((error: unknown) => ({ error: String(error), details: error }));
  world.keep(where, 'own', outcome);
}

export const exercises: readonly Exercise[] = [
  {
    name: 'a message of the person',
    run: (world) =>
      world.say(
        `My keys: ${world
          .of('prompt')
          .map(({ value }) => value)
          .join(' ')}`,
      ),
  },
  { name: 'reading a file', run: (world) => world.say(call('read_file', { path: 'keys.txt' })) },
  { name: 'a command', run: (world) => world.say(call('run_command', { command: 'sh split.sh' })) },
  {
    name: 'a command in the background',
    run: (world) => world.say(call('run_command', { command: 'sh split.sh', background: true })),
  },
  { name: 'a search in files', run: (world) => world.say(call('search_text', { pattern: 'KEY' })) },
  {
    name: 'a change of a file that holds keys',
    run: (world) => world.say(call('edit_file', { path: '.env', old_text: 'MODE=old', new_text: 'MODE=new' })),
  },
  { name: 'names of files', run: (world) => world.say(call('list_directory', { path: '.' })) },
  {
    name: 'a file that is named after a key',
    run: async (world) => {
      for (const { format, cores } of world.of('name'))
        await world.say(call('read_file', { path: `${format}-${cores.join('.')}.txt` }));
    },
  },
  {
    name: 'addresses to fetch',
    run: async (world) => {
      for (const { format, value } of world.of('fetched'))
        await world.say(call('web_fetch', { url: `https://${format}.invalid/?key=${encodeURIComponent(value)}` }));
    },
  },
  { name: 'a model that refuses', run: (world) => world.say('refuse me') },
  {
    name: 'live tests of every key',
    run: async (world) => {
      const { connections } = await world.client.api.models.state({ refresh: true });
      for (const { id } of connections.filter((one) => one.id.startsWith('canary-') || one.id === 'openai'))
        await tried(world, `test of ${id}`, () => world.client.api.models.test({ connectionId: id }));
      await tried(world, 'models', () => world.client.api.models.state({}));
    },
  },
  {
    name: 'a key where none belongs',
    run: async ({ client, ...world }) => {
      const { value = '' } = world.of('stored').find(({ format }) => format === 'anthropic') ?? {};
      const own = { ...world, client };
      await tried(own, 'a key as a connection', () =>
        client.api.models.connect({ connectionId: value, vendor: 'openai', apiKey: value }),
      );
      await tried(own, 'a key as a passphrase', () => client.api.system.unlockSecrets({ passphrase: value }));
      await tried(own, 'a key as a name', () => client.api.system.removeSecret({ name: value }));
      // The answer repeats the caller's words to the caller; what counts is that nothing keeps them.
      await client.api.models.setDefault({ model: `${value}/m` }).catch(() => {});
    },
  },
  {
    name: 'a key that is held in memory alone',
    run: async (world) => {
      const { value = '' } = world.of('stored').find(({ format }) => format === 'openai') ?? {};
      const held = {
        connectionId: 'held',
        vendor: 'openai',
        baseUrl: world.model.url,
        apiKey: value,
        untilRestart: true,
      };
      await tried(world, 'a held key', () => world.client.api.models.connect(held));
      await tried(world, 'test of the held key', () => world.client.api.models.test({ connectionId: 'held' }));
    },
  },
  { name: 'the list of secrets', run: listSecrets },
  { name: 'the doctor', run: (world) => tried(world, 'doctor', () => world.client.api.system.doctor({})) },
  { name: 'diagnostics', run: (world) => tried(world, 'diagnostics', () => world.client.api.system.diagnostics({})) },
  { name: 'the log viewer', run: (world) => tried(world, 'log', () => world.client.api.system.log({ limit: 500 })) },
  { name: 'the sources of the settings', run: listSources },
  { name: 'a backup', run: backUp },
  { name: 'an export in every format', run: exportAll },
];

/** Files of an archive as they are inside it: packed, no search would see what they hold. */
async function keepArchive(world: CanaryWorld, where: string, path: string): Promise<void> {
  const zip = await openZip(path, { entries: 10_000, totalBytes: 2 ** 32, ratio: 10_000 });
  for (const item of zip.items) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of zip.read(item, neverAborts)) chunks.push(chunk);
    const kind = item.name === 'manifest.json' ? 'own' : 'conversation';
    world.keep(`${where}: ${item.name}`, kind, Buffer.concat(chunks).toString('latin1'));
  }
  zip.close();
}

async function backUp(world: CanaryWorld): Promise<void> {
  const made = await world.client.api.backup.make({});
  world.keep('backup', 'own', made);
  await keepArchive(world, 'backup', join(world.dataFolder, 'archives', made.name));
}

async function exportAll(world: CanaryWorld): Promise<void> {
  for (const format of ['json', 'markdown', 'html'] as const) {
    const made = await world.client.api.transfer.export({ format });
    world.keep(`export as ${format}`, 'own', made);
    await keepArchive(world, `export as ${format}`, made.path);
  }
}

async function listSecrets(world: CanaryWorld): Promise<void> {
  const stop = new AbortController();
  for await (const { data } of world.client.api.system.watchSecrets({}, { signal: stop.signal })) {
    world.keep('overview of secrets', 'own', data);
    stop.abort();
  }
}

async function listSources(world: CanaryWorld): Promise<void> {
  const stop = new AbortController();
  for await (const { data } of world.client.api.settings.sources({}, { signal: stop.signal })) {
    world.keep('sources of settings', 'own', data);
    stop.abort();
  }
}
