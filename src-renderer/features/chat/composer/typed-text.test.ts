import { describe, expect, it } from 'vitest';
import type { SlashCommand } from '#main/contract/commands.ts';
import { complete, completionAt, fileMention, matchCommands, slashCall } from './typed-text.ts';

const command = (name: string): SlashCommand => ({ name, title: name, description: name, where: 'server' });
const commands = [command('new'), command('rename'), command('regenerate')];

describe('what the letters at the caret mean', () => {
  it.each([
    ['/re', { type: 'command', start: 0, query: 're' }],
    ['/', { type: 'command', start: 0, query: '' }],
    ['see @src/ti', { type: 'file', start: 4, query: 'src/ti' }],
    ['see @"my no', { type: 'file', start: 4, query: 'my no' }],
    ['(@a', { type: 'file', start: 1, query: 'a' }],
    ['mara@example', undefined],
    ['a / b', undefined],
    ['/re name', undefined],
    ['see @a b', undefined],
  ])('reads %j', (text, meaning) => {
    expect(completionAt(text, text.length)).toEqual(meaning);
  });

  it('puts the completed word in place and the caret behind it', () => {
    expect(complete('see @ti now', 7, { start: 4, with: '@tides.txt' })).toEqual({
      text: 'see @tides.txt now',
      caret: 15,
    });
    expect(complete('/re', 3, { start: 0, with: '/rename' })).toEqual({ text: '/rename ', caret: 8 });
    expect(fileMention('my notes.md')).toBe('@"my notes.md"');
  });

  it('takes only known commands for commands', () => {
    expect(slashCall('/rename  The new title ', commands)).toMatchObject({ argument: 'The new title' });
    expect(slashCall('/usr/bin is full', commands)).toBeUndefined();
    expect(slashCall('/unknown', commands)).toBeUndefined();
    expect(matchCommands(commands, 'ne').map((each) => each.name)).toEqual(['new', 'regenerate']);
  });
});
