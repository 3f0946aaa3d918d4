// The commands of offline mode, as people phrase them, and what must not be taken for one.
import { describe, expect, it } from 'vitest';
import { builtInTools } from '#main/abilities/tools/registry.ts';
import { SessionId } from '#main/contract/ids.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { createTranslate } from '#main/platform/texts/translate.ts';
import { understand } from './understand.ts';

const wishOf = (text: string) => {
  const understood = understand(text);
  return understood.type === 'tool' ? [understood.wish.tool, understood.wish.input] : understood.type;
};

describe('understand', () => {
  it.each([
    ['list the files here', {}],
    ['ls', {}],
    ['List files.', {}],
    ['list', 'unknown'],
    ['please list all the files in this folder', {}],
    ['Could you show me the files?', {}],
    ['what files are here?', {}],
    ["what's in this folder?", {}],
    ['ls src', { path: 'src' }],
    ['ls -la docs/', { path: 'docs/' }],
    ['list files in src/main', { path: 'src/main' }],
    ['list the contents of the folder "my notes"', { path: 'my notes' }],
    ['show me the files in the docs folder', { path: 'docs' }],
    ["what's in the src folder", { path: 'src' }],
    ['dir', {}],
  ])('%s lists', (text, input) => {
    expect(wishOf(text)).toEqual(input === 'unknown' ? 'unknown' : ['list_directory', input]);
  });

  it.each([
    ['read notes.txt', { path: 'notes.txt' }],
    ['show me notes.txt', { path: 'notes.txt' }],
    ['Show me notes.txt.', { path: 'notes.txt' }],
    ["what's in notes.txt?", { path: 'notes.txt' }],
    ['what is in `src/app.ts`', { path: 'src/app.ts' }],
    ['cat README', { path: 'README' }],
    ['open the file todo', { path: 'todo' }],
    ['display "my file.txt"', { path: 'my file.txt' }],
    ['can you please read ./a/b.md for me', { path: './a/b.md' }],
    ['show lines 10-20 of src/app.ts', { path: 'src/app.ts', from_line: 10, lines: 11 }],
    ['read the first 5 lines of log.txt', { path: 'log.txt', from_line: 1, lines: 5 }],
    ['read log.txt from line 40', { path: 'log.txt', from_line: 40 }],
    ['what does notes.txt say?', { path: 'notes.txt' }],
    ['show me the contents of notes.txt', { path: 'notes.txt' }],
  ])('%s reads', (text, input) => {
    expect(wishOf(text)).toEqual(['read_file', input]);
  });

  it.each([
    ['find *.md', { pattern: '*.md' }],
    ['find notes.txt', { pattern: 'notes.txt' }],
    ['where is notes.txt?', { pattern: 'notes.txt' }],
    ['find all *.ts files in src', { pattern: '*.ts', path: 'src' }],
    ['find files named report in docs', { pattern: '*report*', path: 'docs' }],
    ['find files ending in .md', { pattern: '*.md' }],
    ['list *.json', { pattern: '*.json' }],
  ])('%s finds', (text, input) => {
    expect(wishOf(text)).toEqual(['find_files', input]);
  });

  it.each([
    ['search for tide in src', { text: 'tide', path: 'src' }],
    ['search for "high tide"', { text: 'high tide' }],
    ['search src for tide', { text: 'tide', path: 'src' }],
    ['search the files for tide', { text: 'tide' }],
    ['grep tide', { text: 'tide' }],
    ['grep -rn "high tide" docs', { text: 'high tide', path: 'docs' }],
    ['look for the word tide in all files', { text: 'tide' }],
    ['which files contain tide?', { text: 'tide' }],
    ['search for tide in the sea', { text: 'tide in the sea' }],
  ])('%s searches', (text, input) => {
    expect(wishOf(text)).toEqual(['search_text', input]);
  });

  it.each([
    ['write hello to a.txt', { path: 'a.txt', content: 'hello' }],
    ['write "hello world" to the file a.txt', { path: 'a.txt', content: 'hello world' }],
    ['save buy milk and go to town to todo.md', { path: 'todo.md', content: 'buy milk and go to town' }],
    ['create a file a.txt with hello', { path: 'a.txt', content: 'hello' }],
    ['create notes/b.txt containing "x"', { path: 'notes/b.txt', content: 'x' }],
    ['create an empty file c.txt', { path: 'c.txt', content: '' }],
    ['write to a.txt:\nline one\nline two', { path: 'a.txt', content: 'line one\nline two\n' }],
    ['write this to a.py:\n```python\nprint(1)\n```', { path: 'a.py', content: 'print(1)\n' }],
    ['create the file "my list.md" with:\n- a\n- b', { path: 'my list.md', content: '- a\n- b\n' }],
    ['Write Done. Really? to a.txt', { path: 'a.txt', content: 'Done. Really?' }],
  ])('%j writes', (text, input) => {
    expect(wishOf(text)).toEqual(['write_file', input]);
  });

  it.each([
    ['run npm test', 'npm test'],
    ['$ ls -la', 'ls -la'],
    ['run `git status`', 'git status'],
    ['run the command: git status', 'git status'],
    ['execute "make all"', 'make all'],
    ['run echo "a" && echo b.', 'echo "a" && echo b.'],
    ['run:\n```sh\ncd x\nls\n```', 'cd x\nls'],
    ['$ for i in 1 2; do\necho $i\ndone', 'for i in 1 2; do\necho $i\ndone'],
  ])('%j runs', (text, command) => {
    expect(wishOf(text)).toEqual(['run_command', { command }]);
  });

  it.each([
    ['fetch https://example.org/a?b=c', 'https://example.org/a?b=c'],
    ['open https://example.org.', 'https://example.org'],
    ['https://example.org', 'https://example.org'],
    ['show me the page at https://example.org', 'https://example.org'],
    ['fetch example.org/tide', 'https://example.org/tide'],
  ])('%s fetches', (text, url) => {
    expect(wishOf(text)).toEqual(['web_fetch', { url }]);
  });

  it.each([
    ['search my chats for tide', 'tide'],
    ['search chats "high tide"', 'high tide'],
    ['look in my history for tide', 'tide'],
    ['find tide in my chats', 'tide'],
  ])('%s searches the chats', (text, wanted) => {
    expect(wishOf(text)).toEqual(['search_chats', { text: wanted }]);
  });

  it.each(['what time is it', 'What time is it now?', "what's the date?", 'what day is today', 'time', 'current time'])(
    '%s tells the time',
    (text) => {
      expect(wishOf(text)).toEqual(['current_time', {}]);
    },
  );

  it.each(['help', 'Help!', 'what can you do?', '/help', '?', 'commands'])('%s helps', (text) => {
    expect(wishOf(text)).toBe('help');
  });

  it.each([
    'hello',
    'write me a poem about the sea',
    'run the tests',
    'run it',
    'delete notes.txt',
    'append x to a.txt',
    'show me your plan',
    'what is the meaning of life?',
    'read the room',
    'find a good restaurant',
    'open the pod bay doors',
    'write a function to sort a list',
    'create a website',
    'summarise notes.txt',
    'fetch me a coffee',
    'list three reasons to swim',
    'run a command',
    'list the files\nand then delete them',
    'show me notes.txt and run it',
    '',
    '   ',
  ])('%j is not guessed at', (text) => {
    expect(wishOf(text)).toBe('unknown');
  });
});

describe('the real tools', () => {
  it.each([
    'list the files here',
    'ls src',
    'show me notes.txt',
    'show lines 10-20 of src/app.ts',
    'find all *.ts files in src',
    'search for tide in src',
    'write hello to a.txt',
    'run npm test',
    'fetch https://example.org',
    'search my chats for tide',
    'what time is it',
  ])('take what %s asks of them', async (text) => {
    const understood = understand(text);
    if (understood.type !== 'tool') throw new Error('not understood');
    const { tool: name, input } = understood.wish;
    const tools = await builtInTools().list({ sessionId: SessionId.parse('s1') }, neverAborts);
    const tool = tools.find((candidate) => candidate.name === name);
    expect(tool?.input.safeParse(input).success).toBe(true);
  });
});

describe('the example of the first run', () => {
  it.each(['en', 'de', 'zh', 'ar'] as const)('is understood with its words in %s', (language) => {
    const content = createTranslate(language)('onboarding.example_line');
    expect(wishOf(`write "${content}" to limpet-welcome.txt`)).toEqual([
      'write_file',
      { path: 'limpet-welcome.txt', content },
    ]);
    expect(wishOf(createTranslate(language)('onboarding.suggestion_offline'))).toEqual(['list_directory', {}]);
  });
});
