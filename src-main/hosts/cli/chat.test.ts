// What is asked, and where: message, piped input, folder, locked keys.
import { describe, expect, it } from 'vitest';
import type { LimpetClient } from '#main/contract/contract.ts';
import { AppError } from '#main/contract/errors.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { createTranslate } from '#main/platform/texts/translate.ts';
import { chat, readMessage } from './chat.ts';
import { createFakeTerminal } from './testing/fake-terminal.ts';
import { session } from './testing/scripted-chat.ts';
import { offerUnlock } from './unlock.ts';

const piped = (text: string | undefined) => ({ piped: async () => text, canAsk: false });

describe('the message', () => {
  it('is what -m says, with what was piped in below it', async () => {
    expect(await readMessage({ message: 'sum up' }, piped(undefined))).toBe('sum up');
    expect(await readMessage({ message: 'sum up' }, piped('line one\nline two\n'))).toBe(
      'sum up\n\nline one\nline two',
    );
    expect(await readMessage({ message: undefined }, piped('from the pipe\n'))).toBe('from the pipe');
  });
  it('is asked line by line on a terminal, and missed elsewhere', async () => {
    expect(await readMessage({ message: undefined }, { piped: async () => undefined, canAsk: true })).toBeUndefined();
    const missing = { details: { reason: 'usage_no_message' } };
    await expect(readMessage({ message: undefined }, piped(undefined))).rejects.toMatchObject(missing);
    await expect(readMessage({ message: undefined }, piped('  \n'))).rejects.toMatchObject(missing);
    await expect(readMessage({ message: '  ' }, { piped: async () => undefined, canAsk: true })).rejects.toMatchObject(
      missing,
    );
  });
});

describe('a conversation on a machine where nothing was set up', () => {
  async function start(known: { chosen: string; afterALook?: string }) {
    const terminal = createFakeTerminal({ answers: ['/exit'] });
    const looks: string[] = [];
    const api = {
      system: {
        async *watch() {
          yield { cursor: 'e:1', data: { secrets: { state: 'unset' } } };
        },
      },
      work: {
        async *watch() {
          yield { cursor: 'e:2', data: { paused: false } };
        },
      },
      sessions: { create: async () => session },
      models: {
        state: async () => ({ defaultModel: known.chosen }),
        look: async () => {
          looks.push('look');
          return { defaultModel: known.afterALook ?? known.chosen };
        },
      },
    } as unknown as LimpetClient; // what a conversation that ends at once uses
    const deps = { api, terminal, t: createTranslate('en'), cwd: '/work', signal: neverAborts };
    const args = {
      command: 'chat',
      allow: new Set<never>(),
      json: false,
      message: undefined,
      model: undefined,
    } as const;
    const nothing = async () => undefined;
    await chat(deps, { ...args, session: undefined, workspace: undefined, dataFolder: undefined }, nothing);
    return { said: terminal.written.err, looks };
  }

  it('says what Limpet is and the ways to a model', async () => {
    const { said } = await start({ chosen: 'offline/commands' });
    for (const words of ['agent on your own machine', 'ANTHROPIC_API_KEY', 'Ollama', 'limpet gateway', 'help'])
      expect(said).toContain(words);
  });
  it('uses a model server that is found, and names who answers', async () => {
    const { said } = await start({ chosen: 'offline/commands', afterALook: 'ollama/tide:3b' });
    expect(said).toContain('ollama/tide:3b answers.');
    expect(said).not.toContain('No model');
  });
  it('looks for none where a model is known', async () => {
    const { said, looks } = await start({ chosen: 'anthropic/large' });
    expect(said).toContain('anthropic/large answers.');
    expect(looks).toEqual([]);
  });
});

describe('locked keys', () => {
  function setUp(o: { answers?: string[]; right?: string; state?: string }) {
    const tried: string[] = [];
    const terminal = createFakeTerminal(o.answers === undefined ? {} : { answers: o.answers });
    const system = {
      async *watch() {
        yield { cursor: 'e:1', data: { secrets: { state: o.state ?? 'locked' } } };
      },
      unlockSecrets: async ({ passphrase }: { passphrase: string }) => {
        tried.push(passphrase);
        if (passphrase !== o.right) throw new AppError('unauthenticated', 'The passphrase is wrong. Try again.');
        return {};
      },
    };
    // Two operations are all that unlocking uses.
    const api = { system } as unknown as Pick<LimpetClient, 'system'>;
    const run = () => offerUnlock({ api, terminal, t: createTranslate('en'), signal: neverAborts });
    return { run, tried, terminal };
  }
  it('ask for the passphrase, three times at most [T34]', async () => {
    const second = setUp({ answers: ['wrong', 'right one'], right: 'right one' });
    await second.run();
    expect(second.tried).toEqual(['wrong', 'right one']);
    const never = setUp({ answers: ['a', 'b', 'c', 'd'] });
    await never.run();
    expect(never.tried).toEqual(['a', 'b', 'c']);
    expect(never.terminal.written.err).toContain('Offline works');
    expect(never.terminal.written.out).toBe('');
  });
  it('are left locked by an empty line, and where nobody can be asked [T34]', async () => {
    const skipped = setUp({ answers: [''] });
    await skipped.run();
    expect(skipped.tried).toEqual([]);
    const alone = setUp({});
    await alone.run();
    expect(alone.terminal.asked).toEqual([]);
    expect(alone.terminal.written.err).toContain('Offline works');
  });
  it('that are open ask for nothing', async () => {
    const open = setUp({ answers: ['x'], state: 'ready' });
    await open.run();
    expect([open.terminal.asked, open.terminal.written.err]).toEqual([[], '']);
  });
});
