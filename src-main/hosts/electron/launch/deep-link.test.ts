// Links from anywhere: each becomes something to ask about, or something refused, whatever it holds.
import { describe, expect, it } from 'vitest';
import { LinkProposal } from '#main/contract/desktop.ts';
import { isLink, readLink } from './deep-link.ts';

const kinds: readonly [link: string, type: LinkProposal['type'] | string][] = [
  ['limpet://new?text=hello%20there', 'message'],
  ['limpet:new?text=a%0Ab', 'message'],
  ['limpet:///new?text=x', 'message'],
  ['LIMPET://NEW?text=x', 'message'],
  ['limpet://new?text=%3Cscript%3E', 'message'],
  ['limpet://chat/0198c0de-abcd', 'chat'],
  ['limpet://settings/models', 'settings'],
  ['limpet://new', 'unknown'],
  ['limpet://new?text=', 'unknown'],
  ['limpet://new?text=a&text=b', 'unknown'],
  ['limpet://new?text=a&send=1', 'unknown'],
  ['limpet://new?text=a&yolo=1', 'unknown'],
  ['limpet://new/?text=a#send', 'message'],
  ['limpet://new?text=a&model=evil', 'unknown'],
  ['limpet://chat/../../etc/passwd', 'unknown'],
  ['limpet://chat/a/b', 'unknown'],
  ['limpet://chat/a?x=1', 'unknown'],
  ['limpet://settings/<b>', 'unknown'],
  ['limpet://install/mcp?command=rm&args=-rf', 'unknown'],
  ['limpet://run?command=calc.exe', 'unknown'],
  ['limpet://', 'unknown'],
  ['limpet:', 'unknown'],
  ['limpet://user:pw@new?text=a', 'unreadable'],
  ['limpet://new:80?text=a', 'unreadable'],
  ['https://evil.test/', 'unreadable'],
  ['javascript:alert(1)', 'unreadable'],
  ['not a link', 'unreadable'],
  [`limpet://new?text=${'a'.repeat(8_001)}`, 'too_long'],
  [`limpet://new?text=${'a'.repeat(20_000)}`, 'too_long'],
];

describe('a link', () => {
  it.each(kinds)('%s is %s [T15]', (link, kind) => {
    const proposal = readLink(link);
    expect(proposal.type === 'refused' ? proposal.reason : proposal.type).toBe(kind);
    expect(LinkProposal.safeParse(proposal).success).toBe(true);
  });

  it('brings its text as it is, and shows what was refused with nothing hidden', () => {
    expect(readLink('limpet://new?text=a%0D%0Ab%20%26%20c')).toEqual({ type: 'message', text: 'a\nb & c' });
    expect(readLink('limpet://run?\u202eexe')).toMatchObject({ link: 'limpet://run?\\u{202e}exe' });
  });

  it('is a proposal of the schema and nothing else, ten thousand times over [T15]', () => {
    const pieces = [
      'limpet:',
      '//',
      'new?text=a%20b',
      'chat/abc',
      'settings/models',
      'new',
      'chat',
      'settings',
      'run',
      '?',
      'text=',
      '&',
      '%',
      '%00',
      '\0',
      '#',
      '/',
      '..',
      '@',
      ':',
    ].concat([
      '\u202e',
      '💥',
      '\ud800',
      'a'.repeat(300),
      '%E2%80%AE',
      ' ',
      '\n',
      'models',
      '=',
      'command',
      '[',
      ']',
      '\\',
    ]);
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % below;
    };
    const seen = new Set<string>();
    for (let n = 0; n < 10_000; n += 1) {
      const link = `${random(4) === 0 ? '' : 'limpet:'}${Array.from({ length: random(9) }, () => pieces[random(pieces.length)]).join('')}`;
      const proposal = readLink(link);
      expect(LinkProposal.safeParse(proposal).success, JSON.stringify(link)).toBe(true);
      seen.add(proposal.type);
    }
    expect(seen).toContain('refused');
    expect(seen.size).toBeGreaterThan(1);
  });

  it('is told from a file by its scheme', () => {
    expect(['limpet:x', 'Limpet://x'].every(isLink)).toBe(true);
    expect(['limpet', './limpet:x', 'xlimpet:', '/home/limpet:x'].some(isLink)).toBe(false);
  });
});
