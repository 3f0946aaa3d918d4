// All built-in tools: what they cost on every turn, and what each must hold to.
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { afterAll, describe, expect, it } from 'vitest';
import { SessionId } from '#main/contract/ids.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { toDefinition } from './port.ts';
import { createToolKit } from './testing/tool-kit.ts';
import { describeTool, type ToolCase } from './testing/tool-suite.ts';

const outside = ['/etc/passwd', '../x', '~/.ssh/id', 'a\0b'];

const cases: readonly ToolCase[] = [
  {
    name: 'read_file',
    input: { path: 'notes.txt' },
    effect: 'read',
    wrong: [{}, { path: '' }, { path: 'none.txt' }, { path: '.' }, ...outside.map((path) => ({ path }))],
  },
  {
    name: 'read_document',
    input: { path: 'notes.txt', range: '1-2' },
    effect: 'read',
    wrong: [
      {},
      { path: 'none.pdf' },
      { path: '.' },
      { path: 'notes.txt', attachment: 'b1' },
      { attachment: 'b1' },
      { path: 'notes.txt', range: '5-2' },
      { path: 'notes.txt', range: 'all' },
      ...outside.map((path) => ({ path })),
    ],
  },
  {
    name: 'view_image',
    input: { path: 'notes.txt' },
    effect: 'read',
    wrong: [
      {},
      { path: 'none.png' },
      { path: '.' },
      { path: 'notes.txt', attachment: 'b1' },
      { attachment: 'b1' },
      ...outside.map((path) => ({ path })),
    ],
  },
  {
    name: 'show_artefact',
    input: { kind: 'markdown', title: 'A plan', content: '# Plan' },
    effect: 'read',
    wrong: [
      { kind: 'markdown', title: 'A plan' },
      { kind: 'markdown', title: 'A plan', content: 'x', path: 'notes.txt' },
      { kind: 'chart', title: 'A chart', content: 'none' },
      { kind: 'film', title: 'A film', content: 'x' },
      ...outside.map((path) => ({ kind: 'csv', title: 'A table', path })),
    ],
  },
  {
    name: 'write_file',
    input: { path: 'new/file.txt', content: 'text\n' },
    effect: 'write',
    wrong: [
      ...outside.map((path) => ({ path, content: '' })),
      ...['.git/hooks/pre-commit', '.git/config', '.'].map((path) => ({ path, content: 'x' })),
      { path: 'a.txt', content: 'x'.repeat(1_000_001) },
      { path: 'a.txt', content: '\uD800' },
      { path: 'a.txt' },
    ],
  },
  {
    name: 'edit_file',
    input: { path: 'notes.txt', old_text: 'first', new_text: 'only' },
    effect: 'write',
    wrong: [
      ...outside.map((path) => ({ path, old_text: 'a', new_text: 'b' })),
      { path: 'none.txt', old_text: 'a', new_text: 'b' },
      { path: 'notes.txt', old_text: 'not there', new_text: 'b' },
      { path: 'notes.txt', old_text: 'line', new_text: 'b' },
      { path: 'notes.txt', old_text: 'first', new_text: 'first' },
      { path: 'notes.txt', old_text: '', new_text: 'b' },
    ],
  },
  {
    name: 'apply_patch',
    input: { patch: '*** Begin Patch\n*** Update File: notes.txt\n@@\n-first line\n+only line\n*** End Patch' },
    effect: 'write',
    wrong: [
      { patch: '' },
      { patch: 'no patch' },
      { patch: '*** Begin Patch\n*** Update File: notes.txt\n@@\n-not there\n+x\n*** End Patch' },
      ...outside.map((path) => ({ patch: `*** Begin Patch\n*** Add File: ${path}\n+x\n*** End Patch` })),
    ],
  },
  {
    name: 'move_file',
    input: { from: 'notes.txt', to: 'kept/notes.txt' },
    effect: 'write',
    wrong: [
      ...outside.flatMap((path) => [
        { from: path, to: 'b.txt' },
        { from: 'notes.txt', to: path },
      ]),
      ...[
        { from: 'none.txt', to: 'b.txt' },
        { from: '.', to: 'b' },
        { from: 'notes.txt', to: 'notes.txt' },
      ],
      ...[{ from: 'notes.txt', to: '.' }, { from: 'notes.txt' }, { from: 'notes.txt', to: 'notes.txt/x' }],
    ],
  },
  {
    name: 'delete_file',
    input: { path: 'notes.txt' },
    effect: 'write',
    wrong: [{}, { path: '.' }, { path: 'none.txt' }, { path: '.git' }, ...outside.map((path) => ({ path }))],
  },
  {
    name: 'make_folder',
    input: { path: 'a/b' },
    effect: 'write',
    wrong: [{}, { path: 'notes.txt' }, { path: '.git/hooks' }, ...outside.map((path) => ({ path }))],
  },
  {
    name: 'list_directory',
    input: {},
    effect: 'read',
    wrong: [{ path: 'notes.txt' }, { path: 'none' }, ...outside.map((path) => ({ path }))],
  },
  {
    name: 'find_files',
    input: { pattern: '*.txt' },
    effect: 'read',
    wrong: [{ pattern: '' }, { pattern: '*', path: 'none' }, ...outside.map((path) => ({ pattern: '*', path }))],
  },
  {
    name: 'search_text',
    input: { text: 'line' },
    effect: 'read',
    wrong: [
      { text: '' },
      { text: 'a\nb' },
      { text: '(', regex: true },
      { text: 'a', path: 'none' },
      ...outside.map((path) => ({ text: 'a', path })),
    ],
  },
  {
    name: 'run_command',
    input: { command: 'touch never; sleep 30' },
    effect: 'execute',
    wrong: [
      {},
      { command: '' },
      { command: '   ' },
      { command: 'a\0b' },
      { process_id: 'p9' },
      { command: 'ls', process_id: 'p1' },
      { action: 'kill' },
      { command: 'ls', sandbox: false },
    ],
  },
  {
    name: 'process',
    input: { action: 'list' },
    effect: 'read',
    wrong: [{}, { action: 'output' }, { action: 'kill', id: 'p9' }, { action: 'start' }],
  },
  {
    name: 'web_fetch',
    input: { url: 'https://example.org/page' },
    effect: 'network',
    wrong: [
      '',
      'example.org',
      'file:///etc/passwd',
      'http://127.0.0.1/',
      'http://localhost/',
      'http://a:b@example.org/',
    ].map((url) => ({ url })),
  },
  {
    name: 'http_request',
    input: { method: 'POST', url: 'https://example.org/api', headers: { accept: 'application/json' }, body: '{}' },
    effect: 'network',
    asksEachTime: true,
    wrong: [
      { method: 'GET', url: 'https://example.org/', body: 'x' },
      { method: 'TRACE', url: 'https://example.org/' },
      ...['', 'example.org', 'file:///etc/passwd', 'http://127.0.0.1/', 'http://a:b@example.org/'].map((url) => ({
        method: 'POST',
        url,
      })),
    ],
  },
  { name: 'search_chats', input: { text: 'tides' }, effect: 'read', wrong: [{}, { text: '' }] },
  {
    name: 'notes',
    input: { action: 'edit', id: 'note-1', old_text: 'first', text: 'only' },
    effect: 'write',
    wrong: [
      {},
      { action: 'burn' },
      ...['read', 'edit', 'delete'].flatMap((action) => [{ action }, { action, id: 'none' }, { action, id: '../x' }]),
      ...[{ action: 'write' }, { action: 'write', title: 'x' }, { action: 'write', title: ' ', text: 'x' }],
      { action: 'write', title: 'a\nb', text: 'x' },
      { action: 'write', title: 'x', text: 'x'.repeat(100_001) },
      { action: 'write', title: 'x', text: 'x', tags: Array.from({ length: 21 }, (_, n) => `${n}`) },
      ...[{}, { text: '' }, { title: 'Tides' }].map((change) => ({ action: 'edit', id: 'note-1', ...change })),
      ...[
        { old_text: 'line', text: 'x' },
        { old_text: 'none', text: 'x' },
        { old_text: '', text: 'x' },
        { old_text: 'first', text: 'first' },
        { old_text: 'first', text: '\uD800' },
      ].map((change) => ({ action: 'edit', id: 'note-1', ...change })),
    ],
  },
  {
    name: 'ask_person',
    input: { question: 'Which one?', choices: ['a', 'b'] },
    effect: 'read',
    wrong: [
      {},
      { question: '' },
      { question: 'x', choices: ['a'] },
      { question: 'x', yes_no: true, choices: ['a', 'b'] },
    ],
  },
  { name: 'current_time', input: {}, effect: 'read', wrong: [{ zone: 'x' }] },
];

describe('the built-in tools', () => {
  const kit = createToolKit();
  afterAll(() => kit.close());
  const list = () => kit.builtIn.list({ sessionId: SessionId.parse('s1') }, neverAborts);

  it('are all there, each with a case in this suite, in the same order every time', async () => {
    const names = (await list()).map((tool) => tool.name);
    expect(names).toEqual(cases.map((one) => one.name));
    expect((await list()).map((tool) => tool.name)).toEqual(names);
  });

  it('cost at most 2,000 tokens on every turn, all definitions together', async () => {
    const definitions = (await list()).map((tool) => {
      const { name, description, inputSchema } = toDefinition(tool);
      return { type: 'function', function: { name, description, parameters: inputSchema } };
    });
    expect(encode(JSON.stringify(definitions)).length).toBeLessThanOrEqual(2_000);
  });
});

for (const one of cases) describeTool(one);
