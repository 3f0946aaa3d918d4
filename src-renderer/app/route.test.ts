import { describe, expect, it } from 'vitest';
import { readPastedCode } from './pasted-code.ts';
import { parseRoute, routeHash } from './route.ts';

describe('the address of the window', () => {
  it.each([
    '#/chat/s1',
    '#/chat/s1/m2',
    '#/settings',
    '#/settings/models',
    '#/skills',
    '#/notes',
    '#/notes/n1',
    '#/inbox',
    '#/chat',
  ])('reads and writes %s', (hash) => {
    expect(routeHash(parseRoute(hash))).toBe(hash);
  });

  it.each([
    '',
    '#',
    '#/nowhere',
    '#/chat/<script>',
    '#/chat/%E0%A4%A',
    '#gatewayUrl=wss://evil.test',
    '#/chat/wss:%2F%2Fevil.test',
    '#/../../evil',
  ])('takes %s for nothing but the chat [T04]', (hash) => {
    expect(parseRoute(hash)).toEqual({ screen: 'chat' });
  });

  it('takes only the code of a pasted link, never its address [T04]', () => {
    expect(readPastedCode('https://evil.test:1/#signin=abcdefghijklmnop')).toBe('abcdefghijklmnop');
    expect(readPastedCode('  limpetgw_abcdefghijklmnop\n')).toBe('limpetgw_abcdefghijklmnop');
    expect(readPastedCode('https://evil.test/')).toBeUndefined();
    expect(readPastedCode('short')).toBeUndefined();
  });
});
