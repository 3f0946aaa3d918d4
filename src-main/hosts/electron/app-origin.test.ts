// What counts as the app itself: by parsed parts, so that no look-alike does.
import { describe, expect, it } from 'vitest';
import { isAllowedNavigation } from './app-origin.ts';
import { isLoadable } from './window-guard.ts';

const dev = 'http://localhost:5173';

describe('navigation', () => {
  it('stays inside the app [T16]', () => {
    for (const own of ['app://limpet/', 'app://limpet/settings?x#y', 'APP://limpet/'])
      expect(isAllowedNavigation(own)).toBe(true);
    const others = [
      'app://limpet.evil.test/',
      'app://evil.test/limpet/',
      'app://limpet@evil.test/',
      'app://user@limpet/',
      'app:///limpet/',
      'app:limpet',
      'https://limpet/',
      'file:///app/limpet/index.html',
      'javascript:location="app://limpet/"',
      'data:text/html,app://limpet/',
      'about:blank',
      'app://limpet:80/',
      '',
      'not an address',
    ];
    for (const other of others) expect(isAllowedNavigation(other), other).toBe(false);
  });
  it('includes the dev server with its exact origin, and only a local one', () => {
    expect(isAllowedNavigation('http://localhost:5173/main.tsx', dev)).toBe(true);
    expect(isAllowedNavigation('http://localhost:5174/', dev)).toBe(false);
    expect(isAllowedNavigation('http://localhost:5173@evil.test/', dev)).toBe(false);
    expect(isAllowedNavigation('http://localhost:5173/')).toBe(false);
    expect(isAllowedNavigation('http://example.org/', 'http://example.org')).toBe(false);
  });
  it('lets the page load its own bytes and nothing of the world', () => {
    for (const own of ['app://limpet/assets/a.js', 'data:image/png;base64,AA', 'blob:app://limpet/1'])
      expect(isLoadable(own, undefined)).toBe(true);
    for (const other of ['https://example.org/a.png', 'ws://localhost:5173/', 'ftp://x/', 'odd'])
      expect(isLoadable(other, undefined)).toBe(false);
    expect(isLoadable('ws://localhost:5173/', dev)).toBe(true);
    expect(isLoadable('ws://localhost:9/', dev)).toBe(false);
  });
});
