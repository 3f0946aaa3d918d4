// The words after `limpet`.
import { describe, expect, it } from 'vitest';
import { createTranslate } from '#main/platform/texts/translate.ts';
import { parseArguments } from './arguments.ts';

const reasonOf = (...argv: string[]) => {
  try {
    parseArguments(argv);
    return undefined;
  } catch (error) {
    return (error as { details?: { reason?: string } }).details?.reason;
  }
};

describe('arguments', () => {
  it('of a chat', () => {
    expect(
      parseArguments(['chat', '-m', 'list files', '--model', 'a/b', '--allow', 'write,execute', '--json']),
    ).toEqual({
      command: 'chat',
      message: 'list files',
      model: 'a/b',
      workspace: undefined,
      session: undefined,
      allow: new Set(['write', 'execute']),
      json: true,
      dataFolder: undefined,
    });
    expect(parseArguments(['--data-dir', '/d', 'chat', '--allow=network', '--allow', 'write'])).toMatchObject({
      allow: new Set(['network', 'write']),
      dataFolder: '/d',
    });
  });
  it('of the other commands', () => {
    expect(parseArguments(['doctor', '--json'])).toMatchObject({ command: 'doctor', json: true, fix: false });
    expect(parseArguments(['doctor', '--fix'])).toMatchObject({ command: 'doctor', json: false, fix: true });
    expect(parseArguments(['link', '--data-dir', '/d'])).toEqual({ command: 'link', dataFolder: '/d' });
    expect(parseArguments(['--toggle', '--data-dir', '/d'])).toEqual({ command: 'toggle', dataFolder: '/d' });
    expect(reasonOf('--toggle', '--json')).toBe('usage_stranger');
    for (const words of [[], ['help'], ['--help'], ['chat', '-h']]) expect(parseArguments(words).command).toBe('help');
    expect(parseArguments(['-v']).command).toBe('version');
  });
  it('of what is taken along and brought in', () => {
    expect(parseArguments(['backup', '--json'])).toMatchObject({ command: 'backup', json: true, list: false });
    expect(parseArguments(['backup', '--check', 'x.zip'])).toMatchObject({ check: 'x.zip' });
    expect(parseArguments(['restore', 'x.zip'])).toMatchObject({ command: 'restore', file: 'x.zip' });
    expect(parseArguments(['export'])).toMatchObject({ command: 'export', format: 'json', session: undefined });
    expect(parseArguments(['export', '--format', 'md', '-o', 'x'])).toMatchObject({ format: 'markdown', out: 'x' });
    expect(parseArguments(['import', 'x', '--dry-run'])).toMatchObject({ command: 'import', path: 'x', dryRun: true });
  });
  it('that are wrong are named in a sentence of both languages', () => {
    const wrong: Record<string, string[]> = {
      usage_option: ['chat', '--colour'],
      usage_allow: ['chat', '--allow', 'write,everything'],
      usage_stranger: ['doctor', '--model', 'a/b'],
      usage_extra: ['chat', 'list', 'files'],
      usage_command: ['fly'],
      usage_subject: ['restore'],
      usage_format: ['export', '--format', 'pdf'],
    };
    for (const [reason, argv] of Object.entries(wrong)) {
      expect(reasonOf(...argv)).toBe(reason);
      for (const language of ['en', 'de'] as const)
        expect(createTranslate(language)(`cli.${reason}`, { word: 'x' })).not.toBe(`cli.${reason}`);
    }
    expect(reasonOf('chat', '-m')).toBe('usage_option');
  });
});
