import { describe, expect, it } from 'vitest';
import { sampleCall, sampleMessage } from '../testing/samples.ts';
import { countFiles, turnChanges } from './file-changes.ts';

const write = (callId: string, path: string, change: object = {}) =>
  sampleCall(callId, {
    tool: 'write_file',
    effects: [{ type: 'write', target: path }],
    shown: { type: 'diff', path, diff: '+a', created: true, added: 1, removed: 0 },
    ...change,
  });

describe('the files that a conversation changed', () => {
  it('are listed by turn, the newest first, in the order of their calls', () => {
    const turns = turnChanges([
      sampleMessage(1, { createdAt: 1, parts: [write('c1', 'a.txt')] }),
      sampleMessage(3, { createdAt: 3, parts: [write('c2', 'b.txt'), write('c3', 'c.txt'), write('c4', 'b.txt')] }),
      sampleMessage(4, { createdAt: 4 }),
    ]);
    expect(turns.map((turn) => turn.files.map((file) => file.path))).toEqual([['b.txt', 'c.txt', 'b.txt'], ['a.txt']]);
    expect(turns.map(countFiles)).toEqual([2, 1]);
  });

  it('leave out what was denied, failed or only read', () => {
    const parts = [
      write('c1', 'a.txt', { state: 'denied' }),
      write('c2', 'b.txt', { state: 'failed' }),
      write('c3', 'c.txt', { effects: [{ type: 'read', target: 'c.txt' }] }),
    ];
    expect(turnChanges([sampleMessage(1, { parts })])).toEqual([]);
  });

  it('hold each file of a change to several', () => {
    const files = [
      { path: 'a', change: 'created', diff: '+1', added: 1, removed: 0 },
      { path: 'b', from: 'c', change: 'moved', diff: '', added: 0, removed: 0 },
    ];
    const [turn] = turnChanges([
      sampleMessage(1, { parts: [write('c1', 'a', { shown: { type: 'changes', files } })] }),
    ]);
    expect(turn?.files).toMatchObject(files);
  });
});
