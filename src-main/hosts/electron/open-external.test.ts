// Forty addresses: what opens, as what, and what never does.
import { describe, expect, it } from 'vitest';
import { checkExternalUrl, createOpenExternal } from './open-external.ts';

const opened: readonly (readonly [given: string, asked: string])[] = [
  ['https://example.org', 'https://example.org/'],
  ['http://example.org/a?b=c#d', 'http://example.org/a?b=c#d'],
  ['HTTPS://EXAMPLE.ORG/Path', 'https://example.org/Path'],
  ['https://example.org:8443/', 'https://example.org:8443/'],
  ['https://[2001:db8::1]/', 'https://[2001:db8::1]/'],
  ['https://bücher.example/ü', 'https://xn--bcher-kva.example/%C3%BC'],
  ['https://example.org/%2e%2e/%00', 'https://example.org/%00'],
  ['mailto:mina@example.org', 'mailto:mina@example.org'],
  ['mailto:mina@example.org?subject=Hi&body=There', 'mailto:mina@example.org?subject=Hi&body=There'],
  ['MAILTO:mina@example.org', 'mailto:mina@example.org'],
];

const refused: readonly string[] = [
  'file:///etc/passwd',
  'file://server/share/run.exe',
  'FILE:///C:/Windows/System32/calc.exe',
  '\\\\server\\share\\run.exe',
  '//server/share',
  'smb://server/share',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'java\nscript:alert(1)',
  ' https://example.org',
  'https://example.org/\u0000',
  'https://example.org/a b',
  'https://example.org/\u202ecod.exe',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:msgbox(1)',
  'ms-msdt:/id',
  'ms-officecmd:{"id":3}',
  'search-ms:query=x&crumb=location:\\\\server\\share',
  'shell:startup',
  'ssh://host -oProxyCommand=calc',
  'tel:+4912345',
  'sms:+4912345',
  'ftp://example.org/',
  'app://limpet/',
  'limpet://install',
  'chrome://settings',
  'devtools://devtools/bundled/inspector.html',
  'view-source:https://example.org',
  'blob:https://example.org/1',
  'about:blank',
  'https://user:secret@example.org/',
  'https://example.org@evil.test/',
  'https:example.org',
  'https:/example.org',
  'https:///example.org',
  'https:\\\\example.org',
  'https://',
  'mailto:mina@example.org?attach=/etc/passwd',
  'mailto:mina@example.org?subject=x&attachment=C:\\secret.txt',
  'example.org',
  '',
  `https://example.org/${'a'.repeat(2_048)}`,
];

describe('opening an address outside [T14]', () => {
  for (const [given, asked] of opened)
    it(`opens ${given}`, async () => {
      const asks: string[] = [];
      await createOpenExternal({ openExternal: async (url) => void asks.push(url) })(given);
      expect(asks).toEqual([asked]);
    });
  for (const given of refused)
    it(`refuses ${JSON.stringify(given).slice(0, 60)}`, async () => {
      expect(() => checkExternalUrl(given)).toThrow(expect.objectContaining({ code: 'forbidden' }));
      const asks: string[] = [];
      const open = createOpenExternal({ openExternal: async (url) => void asks.push(url) });
      await expect(open(given)).rejects.toMatchObject({ code: 'forbidden' });
      expect(asks).toEqual([]);
    });
});
