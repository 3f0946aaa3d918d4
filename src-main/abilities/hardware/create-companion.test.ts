// Boards beside the screen: the sign of life, the lamp, consent by hand, the long press, and boards that lie.
import { afterEach, describe, expect, it } from 'vitest';
import type { Approval, Session } from '#main/contract/messages.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { type CompanionKit, createCompanionKit, question, type UnoBoard } from './testing/companion-kit.ts';

const kits: CompanionKit[] = [];
const setUp = async (values?: Map<string, unknown>) => {
  const kit = await createCompanionKit(values);
  kits.push(kit);
  return kit;
};
afterEach(async () => {
  for (const kit of kits.splice(0)) await kit.close();
});

const person = { by: 'person' } as const;
const countOf = (text: string, words: string) => text.split(words).length - 1;
const keysOf = (kit: CompanionKit) => kit.account.map(({ key }) => key);
const nonceIn = (text: string) => /ask ([0-9a-f]{32})\n/.exec(text.slice(text.lastIndexOf('ask ')))?.[1] ?? '';

describe('the sign of life', () => {
  it('D4 keeps on what was switched on, for as long as Limpet is there and no longer', async () => {
    const kit = await setUp();
    const board = await kit.uno('one');
    expect((await kit.stateNow()).boards).toEqual([
      { key: board.key, mayAnswer: false, isLocked: false, isAsked: false },
    ]);
    expect((await kit.devices.list(neverAborts))[0]).toMatchObject({ speaks: 'limpet', deadMan: true });
    await kit.devices.session(board.key).write(Buffer.from('led 13 on\n'), person, neverAborts);
    await kit.clock.advance(2_000);
    expect(board.bench.duty(13)).toBe(1);
    await kit.close();
    await board.bench.pass(500);
    expect(board.bench.duty(13)).toBe(0);
  });

  it('D4 goes past whoever has the link for longer than the board waits', async () => {
    const kit = await setUp();
    const board = await kit.uno('one');
    const session = kit.devices.session(board.key);
    await session.write(Buffer.from('led 13 on\n'), person, neverAborts);
    let isOver = false;
    const held = session
      .lend(person, () => kit.clock.sleep(1_500, neverAborts), neverAborts)
      .then(() => {
        isOver = true;
      });
    await kit.clock.advance(1_400);
    expect([isOver, board.bench.duty(13)]).toEqual([false, 1]);
    await kit.clock.advance(200);
    await held;
  });

  it('D4 takes an output for off once the board itself has made it safe', async () => {
    const kit = await setUp();
    const board = await kit.uno('one');
    const set = kit.outputs.set({ device: board.key, via: 'limpet', pin: '13', value: 1 }, person, neverAborts);
    set.catch(() => {}); // told below
    for (let i = 0; i < 20; i += 1) await kit.clock.advance(100);
    await set;
    expect(kit.outputs.list()).toMatchObject([{ pin: '13', value: 1 }]);
    board.bench.reset();
    await kit.clock.advance(500);
    expect([board.bench.duty(13), kit.outputs.list()]).toEqual([0, []]);
  });

  it('never stands in the middle of a line of somebody else', async () => {
    const kit = await setUp();
    const board = await kit.uno('one');
    const session = kit.devices.session(board.key);
    await session.write(Buffer.from('#7 led 13 '), person, neverAborts);
    await kit.clock.advance(350);
    await session.write(Buffer.from('on\n'), person, neverAborts);
    await kit.clock.advance(300);
    expect(board.bench.duty(13)).toBe(1);
  });

  it('is one entry on the account, and its answers reach no reader', async () => {
    const kit = await setUp();
    const board = await kit.uno('one');
    await kit.clock.advance(3_000);
    expect(countOf(kit.heardBy(board), ' ping\n')).toBeGreaterThan(8);
    expect(keysOf(kit).filter((key) => key === 'companion.noted_alive')).toHaveLength(1);
    const session = kit.devices.session(board.key);
    const asked = session.ask({ bytes: Buffer.from('#7 ping\n'), by: person, timeoutMs: 5_000 }, neverAborts);
    await kit.clock.advance(600); // quiet, for all the signs of life
    expect((await asked).lines.map(({ text }) => text)).toEqual([expect.stringMatching(/^\{"id":7,"ok":"ping"/)]);
    expect(
      session
        .since(0, 100)
        .lines.map(({ text }) => text)
        .join('\n'),
    ).not.toMatch(/"id":999/);
  });

  it('is for our firmware alone: others are asked their name at most once, and not when they speak', async () => {
    const kit = await setUp();
    const silent = await kit.connect('one');
    const talker = await kit.connect('two');
    await kit.clock.advance(1_000);
    expect([kit.heardBy(silent), kit.heardBy(talker)]).toEqual(['', '']);
    talker.device.say('$GPGGA,123519\n');
    await kit.clock.advance(3_000);
    silent.device.say('ACME,SCOPE,1,1.0\n');
    await kit.clock.advance(10_000);
    expect([kit.heardBy(silent), kit.heardBy(talker)]).toEqual(['*IDN?\n', '']);
    expect((await kit.stateNow()).boards).toEqual([]);
  });

  it('ends where the board answers no more, and comes back with it', async () => {
    const kit = await setUp();
    const board = await kit.connect('one');
    board.device.say('{"event":"ready","ms":1,"protocol":1}\n');
    await kit.clock.advance(10);
    board.device.say('LIMPET,BOARD,0,1.0\n');
    await kit.clock.advance(20_000);
    const after = countOf(kit.heardBy(board), '\n');
    expect(after).toBeLessThan(40);
    expect((await kit.stateNow()).boards).toEqual([]);
    board.device.say('LIMPET,BOARD,0,1.0\n');
    await kit.clock.advance(1_000);
    expect(countOf(kit.heardBy(board), '\n')).toBeGreaterThan(after);
  });
});

describe('the lamp', () => {
  it('D5 follows what Limpet does', async () => {
    const kit = await setUp();
    const board = await kit.uno('one');
    const stateOf = async (status: Session['status']) => {
      kit.bus.publish('sessions', '', { type: 'changed', session: { id: 's1', status } as Session });
      await kit.clock.advance(300);
      return /.*state (\S+)\n/s.exec(kit.heardBy(board))?.[1];
    };
    expect(await stateOf('running')).toBe('working');
    expect(await stateOf('asking')).toBe('needs-you');
    expect(await stateOf('failed')).toBe('error');
    expect(await stateOf('idle')).toBe('idle');
    board.bench.send('status\n');
    expect((await board.bench.pass(60)).join('')).toContain('"state":"idle"');
  });
});

/** A board whose buttons may answer. */
const trusted = async (kit: CompanionKit, name: string): Promise<UnoBoard> => {
  const board = await kit.uno(name);
  await kit.companion.letAnswer(board.key, true);
  return board;
};

describe('consent by hand', () => {
  it('D5 a button answers the one question that stands on a screen, with what was shown there, once', async () => {
    const kit = await setUp();
    const board = await trusted(kit, 'one');
    const asked = question('a1');
    kit.lay(asked);
    const seen = kit.attend(asked);
    await kit.clock.advance(600);
    expect(seen.boards.at(-1)).toEqual(['one']);
    await kit.press(board, 'approve', 120);
    expect(kit.answers).toEqual([{ approvalId: asked.id, planHash: asked.planHash, decision: 'once' }]);
    await kit.press(board, 'approve', 120);
    expect(kit.answers).toHaveLength(1);
    expect(keysOf(kit)).toContain('companion.noted_approved');
    const next = question('b1');
    kit.lay(next);
    kit.attend(next);
    await kit.clock.advance(600);
    await kit.press(board, 'deny', 120);
    expect(kit.answers.at(-1)).toMatchObject({ approvalId: next.id, decision: 'deny' });
    expect((await kit.stateNow()).boards[0]).toMatchObject({ mayAnswer: true });
  });

  it('D5 nothing goes to a board that the person did not choose, that nobody sees, or beside another question', async () => {
    const kit = await setUp();
    const board = await kit.uno('one');
    const asked = question('a1');
    kit.lay(asked);
    const seen = kit.attend(asked);
    await kit.clock.advance(500);
    expect(kit.heardBy(board)).not.toContain('ask ');
    await kit.companion.letAnswer(board.key, true);
    await kit.clock.advance(300);
    expect(countOf(kit.heardBy(board), ' ask ')).toBe(1);
    seen.away();
    await kit.clock.advance(300);
    expect(kit.heardBy(board)).toMatch(/ cancel\n/);
    kit.attend(asked);
    await kit.clock.advance(300);
    expect(countOf(kit.heardBy(board), ' ask ')).toBe(2);
    kit.lay(asked, question('b1'));
    await kit.clock.advance(300);
    await kit.press(board, 'approve', 120);
    expect(kit.answers).toEqual([]);
    kit.lay({ ...asked, planHash: 'f'.repeat(64) });
    await kit.clock.advance(600);
    expect(countOf(kit.heardBy(board), ' ask ')).toBe(2);
  });

  it.each<[string, Partial<Approval>]>([
    ['changes the rules', { effects: [{ type: 'policy', target: 'permissions' }] }],
    ['runs a program on a device', { effects: [{ type: 'device', target: 'x', access: 'write' }] }],
    ['may come from a stranger', { source: 'https://page.test' }],
    [
      'the floor asks about',
      { reasons: [{ answer: 'ask', voice: { type: 'rule', ruleId: 'floor.x', scope: 'floor' } }] as never },
    ],
  ])('D5 what %s is answered in words alone', async (_name, change) => {
    const kit = await setUp();
    const board = await trusted(kit, 'one');
    const asked = question('a1', change);
    kit.lay(asked);
    kit.attend(asked);
    await kit.clock.advance(1_000);
    expect(kit.heardBy(board)).not.toContain('ask ');
  });

  it('D5 a board that was reset is asked anew, with another nonce', async () => {
    const kit = await setUp();
    const board = await trusted(kit, 'one');
    const asked = question('a1');
    kit.lay(asked);
    kit.attend(asked);
    await kit.clock.advance(500);
    const first = nonceIn(kit.heardBy(board));
    board.bench.reset();
    await kit.clock.advance(600);
    const second = nonceIn(kit.heardBy(board));
    expect([first.length, second.length, first === second]).toEqual([32, 32, false]);
    await kit.press(board, 'approve', 120);
    expect(kit.answers).toHaveLength(1);
  });

  it('D5 is kept over a new start, and ends when the device is forgotten', async () => {
    const values = new Map<string, unknown>();
    const kit = await setUp(values);
    const board = await trusted(kit, 'one');
    await kit.devices.disconnect(board.key);
    await kit.devices.connect(board.key, neverAborts);
    board.bench.reset();
    await kit.clock.advance(400);
    expect((await kit.stateNow()).boards[0]).toMatchObject({ mayAnswer: true });
    await kit.devices.forget(board.key);
    await kit.clock.advance(1);
    await kit.devices.allow(board.key, neverAborts);
    await kit.devices.connect(board.key, neverAborts);
    board.bench.reset();
    await kit.clock.advance(400);
    expect((await kit.stateNow()).boards[0]).toMatchObject({ mayAnswer: false });
  });
});

describe('a board that lies', () => {
  /** A board that a test speaks for: it knows its lines, and says what it likes. */
  const liar = async (kit: CompanionKit, name = 'bad') => {
    const board = await kit.connect(name);
    let nonce = '';
    board.device.onWrite((bytes) => {
      for (const line of Buffer.from(bytes).toString('latin1').trim().split('\n')) {
        const [, id, word = '', rest] = /^(?:#(\d+) )?(\S+) ?(.*)$/.exec(line) ?? [];
        if (word === '*IDN?') board.device.say('LIMPET,BOARD,0,1.0\n');
        if (word === 'ask') nonce = rest ?? '';
        if (word === 'cancel') nonce = '';
        const more: Readonly<Record<string, string>> = {
          ask: `,"nonce":"${rest}"`,
          state: `,"state":"${rest}"`,
          ping: ',"ms":1,"safe":true',
          status: `,"ms":1,"safe":true,"locked":false,"nonce":"${nonce}"`,
        };
        if (id !== undefined) board.device.say(`{"id":${id},"ok":"${word}"${more[word] ?? ''}}\n`);
      }
    });
    board.device.say('{"event":"ready","ms":1,"protocol":1}\n');
    await kit.clock.advance(300);
    await kit.companion.letAnswer(board.key, true);
    return {
      ...board,
      answer: async (nonce: string, answer = 'approve') => {
        board.device.say(`{"event":"answer","ms":9,"answer":"${answer}","nonce":"${nonce}"}\n`);
        await kit.clock.advance(10);
      },
    };
  };
  const asking = async (kit: CompanionKit, id = 'a1', ms = 500) => {
    const asked = question(id);
    kit.lay(asked);
    kit.attend(asked);
    await kit.clock.advance(ms);
    return asked;
  };
  const expectWithdrawn = async (kit: CompanionKit, key: string) => {
    const { boards } = await kit.stateNow();
    expect(boards.find((board) => board.key === key)).toMatchObject({ mayAnswer: false, withdrawn: 'lied' });
    expect(keysOf(kit)).toContain('companion.noted_withdrawn_lied');
  };

  it('D5 by a nonce that it guessed answers nothing, now and later', async () => {
    const kit = await setUp();
    const bad = await liar(kit);
    await asking(kit);
    await bad.answer('0'.repeat(32));
    await expectWithdrawn(kit, bad.key);
    await bad.answer(nonceIn(kit.heardBy(bad)));
    expect(kit.answers).toEqual([]);
  });

  it('D5 by an answer nobody asked for', async () => {
    const kit = await setUp();
    const bad = await liar(kit);
    await bad.answer('0123456789abcdef0123456789abcdef');
    await expectWithdrawn(kit, bad.key);
    expect(kit.answers).toEqual([]);
  });

  it('D5 by an answer that came before anybody could have read the question', async () => {
    const kit = await setUp();
    const bad = await liar(kit);
    await asking(kit, 'a1', 200);
    await bad.answer(nonceIn(kit.heardBy(bad)));
    expect(kit.answers).toEqual([]);
    await expectWithdrawn(kit, bad.key);
  });

  it('D5 by an answer that it gave before', async () => {
    const kit = await setUp();
    const bad = await liar(kit);
    await asking(kit);
    const nonce = nonceIn(kit.heardBy(bad));
    await bad.answer(nonce);
    expect(kit.answers).toHaveLength(1);
    await asking(kit, 'b1');
    await bad.answer(nonce);
    expect(kit.answers).toHaveLength(1);
    await expectWithdrawn(kit, bad.key);
  });

  it('D5 by the nonce of another board', async () => {
    const kit = await setUp();
    const good = await trusted(kit, 'one');
    const bad = await liar(kit);
    await asking(kit);
    await bad.answer(nonceIn(kit.heardBy(good)));
    expect(kit.answers).toEqual([]);
    await expectWithdrawn(kit, bad.key);
    await kit.press(good, 'approve', 120);
    expect(kit.answers).toHaveLength(1);
  });

  it('D5 is told from one whose button was pressed a moment too late', async () => {
    const kit = await setUp();
    const board = await liar(kit);
    await asking(kit);
    const nonce = nonceIn(kit.heardBy(board));
    kit.lay();
    await kit.clock.advance(10);
    await board.answer(nonce);
    expect(kit.answers).toEqual([]);
    expect((await kit.stateNow()).boards[0]).toMatchObject({ mayAnswer: true });
  });

  it('D5 is foreseen where its program may have been changed', async () => {
    const kit = await setUp();
    const bad = await liar(kit);
    const agent = { by: 'agent', sessionId: 's1', turnId: 't1', permit: { check: () => {} } } as never;
    await kit.devices.session(bad.key).write(Buffer.from('\x03\x01print(1)\x04'), agent, neverAborts);
    await asking(kit, 'a1', 3_000);
    expect((await kit.stateNow()).boards[0]).toMatchObject({ mayAnswer: false, withdrawn: 'foreign' });
    expect(kit.heardBy(bad)).not.toContain('ask ');
    await bad.answer('0'.repeat(32));
    expect(kit.answers).toEqual([]);
  });
});

describe('two boards', () => {
  it('D5 ask with a nonce each, and the first answer closes the question at the other', async () => {
    const kit = await setUp();
    const one = await trusted(kit, 'one');
    const two = await trusted(kit, 'two');
    const asked = question('a1');
    kit.lay(asked);
    const seen = kit.attend(asked);
    await kit.clock.advance(600);
    expect(seen.boards.at(-1)).toEqual(['one', 'two']);
    expect(nonceIn(kit.heardBy(one))).not.toBe(nonceIn(kit.heardBy(two)));
    await kit.press(two, 'deny', 120);
    await kit.press(one, 'approve', 120);
    expect(kit.answers).toEqual([expect.objectContaining({ decision: 'deny' })]);
    expect((await kit.stateNow()).boards.map(({ mayAnswer }) => mayAnswer)).toEqual([true, true]);
  });
});

describe('a long press', () => {
  it('D5 locks everything: devices are closed and stay so, questions are asked nowhere, until the person lets go', async () => {
    const values = new Map<string, unknown>();
    const kit = await setUp(values);
    const ended: string[] = [];
    kit.lockdown.onBegin(async () => void ended.push('work'));
    kit.lockdown.onBegin(() => Promise.reject(new Error('a part that fails keeps no other from ending')));
    const board = await trusted(kit, 'one');
    const other = await kit.connect('two');
    await kit.devices.session(board.key).write(Buffer.from('led 13 on\n'), person, neverAborts);
    await kit.press(board, 'deny', 1_700);
    expect(board.bench.duty(13)).toBe(0);
    expect([kit.lockdown.isOn, ended]).toEqual([true, ['work']]);
    expect((await kit.stateNow()).lockdown).toMatchObject({ board: 'one' });
    expect([board.device.isOpen, other.device.isOpen]).toEqual([false, false]);
    await expect(kit.devices.connect(board.key, neverAborts)).rejects.toMatchObject({
      details: { reason: 'locked_down' },
    });
    const again = await setUp(values);
    expect(again.lockdown.isOn).toBe(true);
    await kit.lockdown.release();
    await kit.devices.connect(board.key, neverAborts);
    board.bench.reset();
    await kit.clock.advance(400);
    expect((await kit.stateNow()).boards[0]).toMatchObject({ isLocked: false });
    expect((await setUp(values)).lockdown.isOn).toBe(false);
  });

  it('D5 needs no consent: any board with our firmware is an off switch', async () => {
    const kit = await setUp();
    const board = await kit.uno('one');
    await kit.press(board, 'approve', 1_700);
    expect(kit.lockdown.isOn).toBe(true);
    expect(keysOf(kit)).toContain('companion.noted_lock_board');
  });

  it('D5 is taken for one also where what is kept of it cannot be read', async () => {
    expect((await setUp(new Map([['lockdown', 'broken']]))).lockdown.isOn).toBe(true);
  });
});
