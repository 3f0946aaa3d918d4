// What changes what Limpet may do, holds or reaches stands in the account, in words, in one chain with the rest.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RuleId } from '#main/contract/ids.ts';
import type { RuleDraft } from '#main/contract/policy.ts';
import { createTranslate } from '#main/platform/texts/translate.ts';
import { type AppKit, createAppKit } from './testing/app-kit.ts';

let kit: AppKit;
let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'limpet-account-'));
  mkdirSync(join(folder, 'workspace'));
  writeFileSync(join(folder, 'workspace/tides.txt'), 'High water 06:12\n');
  kit = await createAppKit({ folder });
});
afterEach(async () => {
  await kit.close();
  rmSync(folder, { recursive: true, force: true });
});

const t = createTranslate('en');
/** Newest first: who, and the sentence. */
const told = async () => {
  const { entries } = await kit.during(kit.api.activity.list({ types: ['noted'] }));
  return entries.map(({ fact }) => {
    if (fact.type !== 'noted') throw new Error(`a ${fact.type} among the notes`);
    return `${fact.by}: ${t(fact.title.key, fact.title.params)}`;
  });
};

describe('changes of what Limpet may do', () => {
  it('tells of rules that come, change and go, and keeps the chain whole', async () => {
    const rule: RuleDraft = { answer: 'allow', match: { type: 'command', argv: ['npm', 'test'] }, why: '' };
    const { id } = await kit.during(kit.api.permissions.addRule({ rule }));
    await expect(kit.during(kit.api.permissions.addRule({ rule }))).rejects.toMatchObject({ code: 'conflict' });
    await kit.during(
      kit.api.permissions.changeRule({ ruleId: id, rule: { ...rule, answer: 'deny', workspace: '/w' } }),
    );
    await kit.during(kit.api.permissions.removeRule({ ruleId: id }));
    await kit.during(kit.api.permissions.removeRule({ ruleId: RuleId.parse('nobody') }));
    expect(await told()).toEqual([
      'person: Rule for /w removed, Deny: Command npm test',
      'person: Rule for /w changed, now Deny: Command npm test',
      'person: New rule, Allow: Command npm test',
    ]);
    expect(await kit.during(kit.api.activity.verify({}))).toMatchObject({ whole: true, checked: 3 });
  });

  it('tells of the mode of a chat, with the chat, and of a task that ended by itself', async () => {
    const sessionId = await kit.newChat('offline/commands');
    await kit.during(kit.api.permissions.setMode({ sessionId, mode: { type: 'look' } }));
    const until = kit.clock.now() + 60_000;
    const task = { what: 'tidy', folders: [], hosts: ['example.org'], until, budget: { calls: 2, costUsd: 1 } };
    await kit.during(kit.api.permissions.setMode({ sessionId, mode: { type: 'trusted', task } }));
    await kit.clock.advance(61_000);
    await kit.during(kit.api.permissions.mode({ sessionId }));
    expect(await told()).toEqual([
      'limpet: The time of the trusted task is over. The chat works on in the mode Work.',
      'person: A task was trusted: tidy. Folders: –. Hosts: example.org. At most 2 calls and 1.00 dollars.',
      'person: Mode of the chat: Look',
    ]);
    const { entries } = await kit.during(kit.api.activity.list({ types: ['noted'], sessionId }));
    expect(entries).toHaveLength(3);
  });

  it('tells of settings by their label and value', async () => {
    await kit.during(kit.api.settings.set({ patch: { permissions: { mode: 'work' }, approvalMinutes: 7 } }));
    expect((await told()).sort()).toEqual([
      'person: Setting “Mode of new chats”: Work: inside the folder and the sandbox',
      'person: Setting “Wait for an answer”: 7',
    ]);
  });

  it('tells what was undone and what was left alone, with the chat', async () => {
    const sessionId = await kit.newChat('offline/commands');
    await kit.during(kit.api.permissions.setMode({ sessionId, mode: { type: 'work' } }));
    const { turnId } = await kit.say(sessionId, 'write hello to log.txt');
    if (turnId === undefined) throw new Error('no turn');
    expect(readFileSync(join(folder, 'workspace/log.txt'), 'utf8')).toContain('hello');
    await kit.during(kit.api.undo.undoTurn({ turnId }));
    await kit.during(kit.api.undo.undoTurn({ turnId })); // nothing left to do: no entry
    writeFileSync(join(folder, 'workspace/log.txt'), 'mine now');
    await kit.during(kit.api.undo.redo({ turnId }));
    expect((await told()).slice(0, 2)).toEqual([
      'person: Not made again: Created log.txt',
      'person: Undone: Created log.txt',
    ]);
    const { entries } = await kit.during(kit.api.activity.list({ turnId, types: ['noted'] }));
    expect(entries).toHaveLength(2);
  });
});
