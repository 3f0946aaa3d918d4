// Pure rules about paths, for both kinds of system.
import { describe, expect, it } from 'vitest';
import { isAppError } from '#main/contract/errors.ts';
import { belowRoot, isWithin, parseRelativePath } from './path-rules.ts';
import { isWriteProtected } from './port.ts';

const outcome = (text: string, platform: 'posix' | 'win32') => {
  try {
    return parseRelativePath(text, platform).join('/');
  } catch (error) {
    return isAppError(error) ? `${error.code}:${error.details?.reason}` : 'thrown';
  }
};

describe('parseRelativePath', () => {
  it.each([
    ['a/b.txt', 'a/b.txt'],
    ['./a//b/../c', 'a/c'],
    ['', ''],
    ['.', ''],
    ['a/..', ''],
    ['con', 'con'],
    ['a:b', 'a:b'],
    ['naïve 👩‍👩‍👧 שלום.txt', 'naïve 👩‍👩‍👧 שלום.txt'],
    ['..', 'forbidden:outside_workspace'],
    ['a/../../b', 'forbidden:outside_workspace'],
    ['/etc/passwd', 'forbidden:outside_workspace'],
    ['a\0b', 'invalid_input:bad_path'],
    ['a\nb', 'invalid_input:bad_path'],
    ['gpj.\u202Eexe', 'invalid_input:bad_path'],
    ['a\u2066b', 'invalid_input:bad_path'],
    ['\uD800', 'invalid_input:bad_path'],
    ['x'.repeat(256), 'invalid_input:bad_path'],
    ['a/'.repeat(3000), 'invalid_input:bad_path'],
  ])('reads %j on Linux and macOS as %j [T21] [R16]', (text, expected) => {
    expect(outcome(text, 'posix')).toBe(expected);
  });

  it.each([
    ['a\\b.txt', 'a/b.txt'],
    ['..\\..\\x', 'forbidden:outside_workspace'],
    ['C:\\Windows\\system.ini', 'forbidden:outside_workspace'],
    ['c:x', 'forbidden:outside_workspace'],
    ['\\\\server\\share\\x', 'forbidden:outside_workspace'],
    ['\\\\?\\C:\\x', 'forbidden:outside_workspace'],
    ['\\\\.\\PhysicalDrive0', 'forbidden:outside_workspace'],
    ['con', 'invalid_input:bad_path'],
    ['CON.txt', 'invalid_input:bad_path'],
    ['con .txt', 'invalid_input:bad_path'],
    ['a/nul', 'invalid_input:bad_path'],
    ['COM1', 'invalid_input:bad_path'],
    ['lpt9.log', 'invalid_input:bad_path'],
    ['COM¹', 'invalid_input:bad_path'],
    ['CONIN$', 'invalid_input:bad_path'],
    ['aux', 'invalid_input:bad_path'],
    ['prn.', 'invalid_input:bad_path'],
    ['notes.txt:hidden', 'invalid_input:bad_path'],
    ['notes.txt::$DATA', 'invalid_input:bad_path'],
    ['trailing.', 'invalid_input:bad_path'],
    ['trailing ', 'invalid_input:bad_path'],
    ['.. ', 'invalid_input:bad_path'],
    ['GIT~1/hooks', 'invalid_input:bad_path'],
    ['PROGRA~1', 'invalid_input:bad_path'],
    ['a?b', 'invalid_input:bad_path'],
    ['a|b', 'invalid_input:bad_path'],
    ['console.txt', 'console.txt'],
    ['community', 'community'],
  ])('reads %j on Windows as %j [T21]', (text, expected) => {
    expect(outcome(text, 'win32')).toBe(expected);
  });
});

describe('isWriteProtected', () => {
  it.each([
    ['.git', true],
    ['sub/.git', true],
    ['.git/hooks/pre-commit', true],
    ['.GIT/Hooks/pre-commit', true],
    ['a/.git/config', true],
    ['.git/modules/x/hooks/post-checkout', true],
    ['.git/worktrees/w/config.worktree', true],
    ['.git/HEAD', false],
    ['.gitignore', false],
    ['hooks/x', false],
    ['config', false],
  ])('%s: %s [T20]', (path, expected) => {
    expect(isWriteProtected(path)).toBe(expected);
  });
});

it('knows what lies below a root and does not fall for a common prefix', () => {
  expect(belowRoot('/w/a', '/w', 'posix')).toBe('a');
  expect(belowRoot('/w', '/w', 'posix')).toBe('');
  expect(belowRoot('/w2/a', '/w', 'posix')).toBeUndefined();
  expect(belowRoot('c:\\W\\a', 'C:\\w', 'win32')).toBe('a');
  expect(isWithin('/home/me/.SSH/id', '/home/me/.ssh')).toBe(true);
  expect(isWithin('/home/me/.sshx', '/home/me/.ssh')).toBe(false);
});
