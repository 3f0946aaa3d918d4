// Tool calls printed as text: taken only when there is no doubt, flagged when there is.
import { describe, expect, it } from 'vitest';
import { readPrintedCalls } from './text-calls.ts';

const tools = ['read_file', 'run_command'];
const call = { name: 'read_file', input: { path: 'a.txt' } };
const json = '{"name": "read_file", "arguments": {"path": "a.txt"}}';

describe('readPrintedCalls', () => {
  it.each([
    ['a fenced block', `\`\`\`json\n${json}\n\`\`\``, ''],
    ['a fenced block after words', `I will look.\n\n\`\`\`json\n${json}\n\`\`\`\n`, 'I will look.'],
    ['bare JSON', json, ''],
    ['parameters instead of arguments', '{"name":"read_file","parameters":{"path":"a.txt"}}', ''],
    [
      'OpenAI’s own shape',
      '{"type":"function","function":{"name":"read_file","arguments":"{\\"path\\":\\"a.txt\\"}"}}',
      '',
    ],
    ['Hermes tags', `Let me see. <tool_call>\n${json}\n</tool_call>`, 'Let me see.'],
    [
      'Qwen coder tags',
      '<tool_call>\n<function=read_file>\n<parameter=path>\na.txt\n</parameter>\n</function>\n</tool_call>',
      '',
    ],
    ['function tags', '<function=read_file>\n{"path":"a.txt"}</function>', ''],
    ['function tags on one line', '<function=read_file>{"path":"a.txt"}</function>', ''],
    ['Llama', `<|python_tag|>${json}<|eom_id|>`, ''],
    ['Mistral', `[TOOL_CALLS] [${json}]`, ''],
    ['newer Mistral', '[TOOL_CALLS]read_file[ARGS]{"path":"a.txt"}', ''],
  ])('recognises %s', (_name, text, before) => {
    expect(readPrintedCalls(text, tools)).toEqual({ type: 'calls', text: before, calls: [call] });
  });

  it('recognises several calls one after the other', () => {
    const text = `<tool_call>${json}</tool_call>\n<tool_call>${json}</tool_call>`;
    expect(readPrintedCalls(text, tools)).toMatchObject({ type: 'calls', calls: [call, call] });
  });

  it.each([
    ['a tool that was not offered', '<tool_call>{"name":"format_disk","arguments":{}}</tool_call>'],
    ['words after the call', `<tool_call>${json}</tool_call>\nThis is how a call looks.`],
    ['JSON that is not whole', '<tool_call>{"name":"read_file","arguments":{"path":"a</tool_call>'],
    ['a call among words in JSON', `You can write ${json} to read a file.`],
    ['one bad call among good ones', `<tool_call>${json}</tool_call><tool_call>{}</tool_call>`],
    ['one bad call in a list', `[TOOL_CALLS] [${json}, {"name":"format_disk","arguments":{}}]`],
    ['an open tag', '<tool_call>{"name":"read_file"'],
  ])('only flags %s', (_name, text) => {
    expect(readPrintedCalls(text, tools)).toEqual({ type: 'suspected' });
  });

  it.each([
    ['prose', 'The tide is high.'],
    ['JSON that is no call', '{"high": "noon", "low": 6}'],
    ['code', 'Use `<div>` and [links].\n```json\n{"name":"limpet","version":1}\n```'],
    ['nothing', ''],
  ])('takes %s for what it is', (_name, text) => {
    expect(readPrintedCalls(text, tools)).toEqual({ type: 'plain' });
  });

  it('looks for nothing when no tool is offered', () => {
    expect(readPrintedCalls(json, [])).toEqual({ type: 'plain' });
  });

  it('is done in a moment with a long answer full of brackets', () => {
    const long = `${'<tool_call> {"a": [1, 2, '.repeat(20_000)} end`;
    const before = performance.now();
    expect(readPrintedCalls(long, tools).type).toBe('suspected');
    expect(performance.now() - before).toBeLessThan(1_000);
  });
});
