// What the ledger promises about single changes: what is kept, what is said, what is left alone.
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAppError } from '#main/contract/errors.ts';
import { CallId, TurnId } from '#main/contract/ids.ts';
import { StartSettings } from '#main/contract/settings.ts';
import { neverAborts as signal } from '#main/platform/base/abort.ts';
import { systemClock } from '#main/platform/base/clock.ts';
import { createFakeClock } from '#main/platform/base/fake-clock.ts';
import { silentLog } from '#main/platform/base/log.ts';
import { createBus } from '#main/platform/bus/create-bus.ts';
import { createConfigFile } from '#main/platform/settings/create-config-file.ts';
import { createSettings } from '#main/platform/settings/create-settings.ts';
import { createSettingKind, settingChange, settingKindName } from './create-setting-kind.ts';
import { bytesOf, createUndoKit, treeOf, type UndoKit } from './testing/undo-kit.ts';

const turnId = TurnId.parse('t1');
const plain = { keepCopy: false, signal };
let kit: UndoKit;
beforeEach(async () => {
  kit = await createUndoKit();
});
afterEach(() => kit.close());

const put = (path: string, text: string) => writeFileSync(join(kit.root, path), text);
const get = (path: string) => readFileSync(join(kit.root, path), 'utf8');
const write = async (path: string, text: string, turn = 't1') => {
  const files = await kit.files(turn);
  const found = await files.stat(path);
  const sha256 = found === undefined ? null : (await files.read(path, { maxBytes: 1, signal })).sha256;
  await files.write(path, bytesOf(text), { expectedSha256: sha256, signal });
};
const remove = async (path: string, o: { mayLose?: boolean } = {}) => {
  const files = await kit.files('t1', o);
  const { fingerprint } = await files.survey(path, signal);
  await files.remove(path, { fingerprint, signal });
};
const reasonOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (isAppError(error) ? (error.details?.reason ?? error.code) : String(error)),
  );

describe('deleting many', () => {
  it('counts five hundred, keeps them all, and brings all back after a restart [T43]', async () => {
    mkdirSync(join(kit.root, 'photos/2026'), { recursive: true });
    for (let number = 0; number < 500; number += 1) put(`photos/2026/${number}.txt`, `photo ${number}`);
    const before = treeOf(kit.root);
    const survey = await (await kit.files()).survey('photos', signal);
    expect(survey).toMatchObject({ files: 500, folders: 2, cannotKeep: [] });
    expect(survey.sample).toHaveLength(12);
    await remove('photos');
    expect(readdirSync(kit.root)).toEqual([]);
    const base = join(kit.root, '..');
    await kit.close({ keep: true });
    kit = await createUndoKit({ base });
    const outcomes = await kit.ledger.undo.turn(turnId, plain);
    expect(outcomes).toHaveLength(502);
    expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(['put_back']));
    expect(treeOf(kit.root)).toEqual(before);
  });

  it('refuses when the folder is not as it was surveyed, and touches nothing', async () => {
    mkdirSync(join(kit.root, 'docs'));
    put('docs/a.txt', 'a');
    const files = await kit.files();
    const { fingerprint } = await files.survey('docs', signal);
    put('docs/new.txt', 'theirs');
    expect(await reasonOf(files.remove('docs', { fingerprint, signal }))).toBe('changed_meanwhile');
    expect(readdirSync(join(kit.root, 'docs'))).toEqual(['a.txt', 'new.txt']);
    expect(await kit.store.ledger.ofTurn(turnId)).toEqual([]);
  });

  it('refuses what belongs to Git, wherever in the folder it lies [T20]', async () => {
    mkdirSync(join(kit.root, 'project/.git/hooks'), { recursive: true });
    const files = await kit.files();
    expect(await reasonOf(files.survey('project', signal))).toBe('protected_path');
    expect(await reasonOf(files.makeFolder('project/.git/hooks/x', { signal }))).toBe('protected_path');
    expect(await kit.store.ledger.ofTurn(turnId)).toEqual([]);
  });
});

describe('what is too large to be kept', () => {
  it('is named by the survey, and gone only where the plan said so', async () => {
    await kit.close();
    kit = await createUndoKit({ undo: { fileMb: 1 } });
    put('big.bin', 'x'.repeat(1_100_000));
    put('small.txt', 'small');
    expect((await (await kit.files()).survey('big.bin', signal)).cannotKeep).toEqual(['big.bin']);
    expect((await (await kit.files()).survey('small.txt', signal)).cannotKeep).toEqual([]);
    expect(await reasonOf(remove('big.bin'))).toBe('cannot_keep');
    expect(get('big.bin')).toHaveLength(1_100_000);
    await remove('big.bin', { mayLose: true });
    const [outcome] = await kit.ledger.undo.turn(turnId, plain);
    expect(outcome).toMatchObject({ outcome: 'failed', reason: 'not_kept', path: 'big.bin' });
  });

  it('is everything when nothing is kept, and what goes past the room of a day', async () => {
    await kit.close();
    kit = await createUndoKit({ undo: { days: 0 } });
    put('a.txt', 'a');
    expect((await (await kit.files()).survey('a.txt', signal)).cannotKeep).toEqual(['a.txt']);
    await kit.close();
    kit = await createUndoKit({ undo: { dayMb: 10 } });
    const parts = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(4_000_000));
    for (const [number, text] of parts.entries()) put(`${number}.txt`, text);
    for (const number of [0, 1]) await write(`${number}.txt`, 'short');
    expect(await reasonOf(write('2.txt', 'short'))).toBe('cannot_keep');
    expect(get('2.txt')).toHaveLength(4_000_000);
  });

  it('is not hidden by what is kept already, and old contents go with their entries', async () => {
    const clock = createFakeClock();
    await kit.close();
    kit = await createUndoKit({ clock, undo: { days: 2 } });
    put('a.txt', 'before');
    await write('a.txt', 'after');
    const kept = () => readdirSync(join(kit.data, 'undo')).filter((name) => name.length === 2).length;
    expect(kept()).toBe(1);
    const life = new AbortController();
    const running = kit.ledger.run(life.signal);
    // Its file is young by the disk's clock; the test's own runs ahead of it.
    await clock.advance(systemClock.now() - clock.now() + 3 * 24 * 3_600_000);
    for (let tries = 0; (await kit.store.ledger.ofTurn(turnId)).length > 0 && tries < 200; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 5));
    await clock.advance(24 * 3_600_000);
    life.abort();
    await running;
    expect(await kit.store.ledger.ofTurn(turnId)).toEqual([]);
    const contents = readdirSync(join(kit.data, 'undo'), { recursive: true, encoding: 'utf8' });
    expect(contents.filter((name) => name.length > 60)).toEqual([]);
  });
});

describe('putting back', () => {
  it('leaves alone what changed since, and moves it aside when asked to', async () => {
    put('notes.md', 'mine');
    await write('notes.md', 'agent');
    put('notes.md', 'mine again');
    expect(await kit.ledger.undo.turn(turnId, plain)).toMatchObject([
      { outcome: 'conflict', reason: 'changed_since', canKeepCopy: true, path: 'notes.md' },
    ]);
    expect(get('notes.md')).toBe('mine again');
    expect(await kit.ledger.undo.turn(turnId, { keepCopy: true, signal })).toMatchObject([
      { outcome: 'put_back', keptCopy: 'notes (kept copy).md' },
    ]);
    expect([get('notes.md'), get('notes (kept copy).md')]).toEqual(['mine', 'mine again']);
    expect(kit.published).toContain(kit.sessionId);
  });

  it('works for one of several changes, and says which one must go first', async () => {
    await write('a.txt', 'one');
    await write('a.txt', 'two', 't2');
    const [first] = await kit.store.ledger.ofTurn(turnId);
    const [second] = await kit.store.ledger.ofTurn(TurnId.parse('t2'));
    expect(await kit.ledger.undo.entry(first?.id ?? '', plain)).toMatchObject([{ reason: 'changed_since' }]);
    await kit.ledger.undo.entry(second?.id ?? '', plain);
    expect(get('a.txt')).toBe('one');
    expect(await kit.ledger.undo.entry(first?.id ?? '', plain)).toMatchObject([{ outcome: 'put_back' }]);
    expect(readdirSync(kit.root)).toEqual([]);
    expect(await kit.ledger.undo.redo({ turnId, entryId: first?.id }, plain)).toMatchObject([{ outcome: 'put_back' }]);
    expect(get('a.txt')).toBe('one');
  });

  it('leaves a folder that something else lies in by now', async () => {
    await write('made/a.txt', 'agent');
    put('made/mine.txt', 'mine');
    const outcomes = await kit.ledger.undo.turn(turnId, plain);
    expect(outcomes).toMatchObject([{ outcome: 'put_back' }, { outcome: 'conflict', reason: 'folder_not_empty' }]);
    expect(readdirSync(join(kit.root, 'made'))).toEqual(['mine.txt']);
  });

  it('says that the folder of the chat is gone', async () => {
    await write('a.txt', 'agent');
    renameSync(kit.root, `${kit.root}-moved`);
    expect(await kit.ledger.undo.turn(turnId, plain)).toMatchObject([{ outcome: 'failed', reason: 'workspace_gone' }]);
    expect(readFileSync(join(`${kit.root}-moved`, 'a.txt'), 'utf8')).toBe('agent');
  });

  it('never follows a link that took the place of a folder [T21]', async () => {
    mkdirSync(join(kit.root, 'docs'));
    put('docs/a.txt', 'mine');
    await write('docs/a.txt', 'agent');
    const outside = join(kit.root, '..', 'outside');
    mkdirSync(outside);
    writeFileSync(join(outside, 'a.txt'), 'agent');
    rmSync(join(kit.root, 'docs'), { recursive: true });
    symlinkSync(outside, join(kit.root, 'docs'));
    const outcomes = await kit.ledger.undo.turn(turnId, { keepCopy: true, signal });
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['failed']);
    expect(readFileSync(join(outside, 'a.txt'), 'utf8')).toBe('agent');
  });

  it('waits for the answer to end', async () => {
    await write('a.txt', 'agent');
    const base = join(kit.root, '..');
    await kit.close({ keep: true });
    kit = await createUndoKit({ base, running: 't1' });
    expect(await reasonOf(kit.ledger.undo.turn(turnId, plain))).toBe('turn_running');
    expect(get('a.txt')).toBe('agent');
  });

  it('keeps rights, also of what was deleted', async () => {
    writeFileSync(join(kit.root, 'run.sh'), '#!/bin/sh', { mode: 0o755 });
    await remove('run.sh');
    await kit.ledger.undo.turn(turnId, plain);
    expect(statSync(join(kit.root, 'run.sh')).mode & 0o777).toBe(0o755);
  });
});

describe('a setting that was changed on the agent’s word', () => {
  const openSettings = async () => {
    const file = createConfigFile({ folder: kit.data });
    await file.settle();
    const bus = createBus({ clock: systemClock, epoch: 'e', log: silentLog });
    return createSettings({
      ...{ store: kit.store.settings, bus, clock: systemClock, log: silentLog, file, outside: [] },
      start: StartSettings.parse({ dataFolder: kit.data }),
      onFileNotices: () => {},
    });
  };
  const change = async (path: string, value: string | number) => {
    const settings = await openSettings();
    kit.ledger.register(createSettingKind(settings));
    const place = { sessionId: kit.sessionId, turnId, callId: CallId.parse('c1') };
    const payload = settingChange(settings, path, value);
    const patch = path === 'theme' ? { theme: 'dark' as const } : { approvalMinutes: Number(value) };
    await kit.ledger.record(place, [{ kind: settingKindName, payload }], () => settings.set(patch));
    return settings;
  };

  it('goes back to the default that held, or to what the person had set, and comes again', async () => {
    const settings = await change('theme', 'dark');
    expect(settings.current().theme).toBe('dark');
    expect(await kit.ledger.undo.turn(turnId, plain)).toMatchObject([
      { outcome: 'put_back', what: { key: 'undo.setting', params: { settingKey: 'setting.theme' } } },
    ]);
    expect(settings.current().theme).toBe('system');
    expect(settings.sources().origins.theme?.source).toBe('default');
    await kit.ledger.undo.redo({ turnId }, plain);
    expect(settings.current().theme).toBe('dark');
  });

  it('stays when the person has changed it since', async () => {
    const settings = await change('approvalMinutes', 5);
    await settings.set({ approvalMinutes: 9 });
    expect(await kit.ledger.undo.turn(turnId, plain)).toMatchObject([{ outcome: 'conflict', canKeepCopy: true }]);
    expect(settings.current().approvalMinutes).toBe(9);
  });

  it('is refused before anything is done when nobody knows the kind, or the form is wrong', async () => {
    const place = { sessionId: kit.sessionId, turnId, callId: CallId.parse('c1') };
    let ran = false;
    const run = async () => {
      ran = true;
    };
    expect(await reasonOf(kit.ledger.record(place, [{ kind: 'weather', payload: {} }], run))).toBe('unknown_kind');
    expect(await reasonOf(kit.ledger.record(place, [{ kind: 'file', payload: {} }], run))).toBe('unknown_kind');
    expect(ran).toBe(false);
  });
});
