// A conversation on a terminal: lines, slash commands, leaving.
import { describe, expect, it, vi } from 'vitest';
import type { LimpetClient } from '#main/contract/contract.ts';
import { AppError } from '#main/contract/errors.ts';
import { SessionId } from '#main/contract/ids.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { createTranslate } from '#main/platform/texts/translate.ts';
import { talk } from './talk.ts';
import { createFakeTerminal } from './testing/fake-terminal.ts';
import { messageOf, question, scriptChat, session, snapshotOf, turnOf } from './testing/scripted-chat.ts';

const answered = messageOf({ status: 'done', parts: [{ type: 'text', text: 'An answer.' }] });

function setUp(answers: (string | undefined)[], o: { failing?: AppError; hangs?: boolean } = {}) {
  const terminal = createFakeTerminal({ answers });
  const script = scriptChat(
    [
      snapshotOf(),
      { type: 'message', message: question, total: 1 },
      { type: 'turn', turn: turnOf({ state: 'done', stopReason: 'end' }) },
    ],
    [answered],
  );
  const ran: unknown[] = [];
  const commands = {
    list: async () => ({
      commands: [
        { name: 'new', title: 't', description: 'commands.new_text', where: 'server' },
        { name: 'settings', title: 't', description: 'd', where: 'client' },
      ],
    }),
    run: async (input: unknown, { signal }: { signal: AbortSignal }) => {
      ran.push(input);
      if (o.hangs === true)
        await new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new AppError('cancelled', 'Cancelled.')), { once: true });
        });
      if (o.failing !== undefined) throw o.failing;
      return { say: { key: 'Opened.', params: {} }, openSession: SessionId.parse('s2') };
    },
  };
  // Chat and commands are all that a conversation uses.
  const api = { ...script.api, commands } as unknown as LimpetClient;
  const options = { api, terminal, t: createTranslate('en'), session, model: undefined, allow: new Set<never>() };
  return { terminal, ran, sent: script.sent, run: () => talk({ ...options, signal: neverAborts }) };
}

describe('talking', () => {
  it('answers line by line until it is left', async () => {
    for (const last of ['/exit', '/quit', undefined]) {
      const { run, terminal, sent } = setUp(['hello', '  ', 'again', last]);
      await run();
      expect(sent).toMatchObject([{ text: 'hello' }, { text: 'again' }]);
      expect(terminal.written.out).toBe('An answer.\nAn answer.\n');
    }
  });
  it('runs a slash command and goes on in the session that it opened', async () => {
    const { run, ran, sent, terminal } = setUp(['/new Tides and moons', 'hello', undefined]);
    await run();
    expect(ran).toEqual([{ sessionId: 's1', name: 'new', argument: 'Tides and moons' }]);
    expect(sent).toMatchObject([{ sessionId: 's2', text: 'hello' }]);
    expect(terminal.written.err).toContain('Opened.');
  });
  it('lists what there is for a command that is none here', async () => {
    const { run, ran, sent, terminal } = setUp(['/settings', '/\x1b[2Jnope', undefined]);
    await run();
    expect([ran, sent]).toEqual([[], []]);
    expect(terminal.written.err).toContain('There is no command /settings here.');
    expect(terminal.written.err).toContain('/new ');
    expect(terminal.written.err).not.toContain('\x1b');
  });
  it('says what went wrong and goes on, but not without a core', async () => {
    const wrong = setUp(['/new x', 'hello', undefined], {
      failing: new AppError('not_found', 'There is no such model.'),
    });
    await wrong.run();
    expect(wrong.terminal.written.err).toContain('There is no such model.');
    expect(wrong.sent).toHaveLength(1);
    const gone = new AppError('unavailable', 'The running Limpet has ended.', { details: { reason: 'offline' } });
    await expect(setUp(['/new x', 'hello'], { failing: gone }).run()).rejects.toBe(gone);
  });
  it('gives up a slash command at Ctrl+C, and goes on', async () => {
    const { run, ran, sent, terminal } = setUp(['/new x', 'hello', undefined], { hangs: true });
    const talking = run();
    await vi.waitFor(() => expect(ran).toHaveLength(1));
    terminal.interrupt();
    await talking;
    expect(terminal.written.err).toContain('Cancelled.');
    expect(sent).toMatchObject([{ text: 'hello', sessionId: 's1' }]);
  });
  it('is left by Ctrl+C while nothing runs', async () => {
    const { run, terminal } = setUp([]);
    const talking = run();
    await new Promise((resolve) => setImmediate(resolve));
    terminal.interrupt();
    await talking;
  });
});
