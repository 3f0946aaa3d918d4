import { describe, expect, it } from 'vitest';
import { linkTarget, saysItsHost } from './link-target.ts';

describe('addresses in a text', () => {
  it.each([
    'javascript:alert(1)',
    ' javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'file:///etc/passwd',
    '\\\\server\\share',
    '//evil.example/x',
    '/settings',
    '#/settings',
    'notes.md',
    'blob:https://example.com/x',
    'smb://server/share',
    'https://user:secret@example.com',
    'https://',
    'ms-msdt:/id',
  ])('never makes a link of %s [T12]', (address) => {
    expect(linkTarget(address)).toBeUndefined();
  });

  it('names the host that a browser would really go to', () => {
    expect(linkTarget('https://bank.example.evil.test/login')?.host).toBe('bank.example.evil.test');
    expect(linkTarget('https://аpple.com/')?.host).toBe('xn--pple-43d.com');
    expect(linkTarget('mailto:mara@example.com')).toMatchObject({ scheme: 'mailto', host: 'mara@example.com' });
  });

  it('writes the host beside words that say another one', () => {
    const target = linkTarget('https://evil.test/login');
    expect(target && saysItsHost('https://bank.example', target)).toBe(false);
    expect(target && saysItsHost('evil.test', target)).toBe(true);
    expect(target && saysItsHost('https://evil.test/login', target)).toBe(true);
  });
});
