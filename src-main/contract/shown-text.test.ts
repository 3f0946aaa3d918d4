// An approval that deceives the eye is no approval: fifty nasty things, each made visible.
import { describe, expect, it } from 'vitest';
import type { Shown } from './messages.ts';
import { hasMixedScripts, shownText, visibleLine, visibleLines } from './shown-text.ts';

const argv = (...words: string[]): Shown => ({
  type: 'argv',
  argv: words,
  cwd: '/work',
  sandbox: 'none',
  network: false,
  timeoutMs: 1_000,
});

/** Character or sequence, and what must be read in its place. */
const disguises: readonly (readonly [string, string])[] = [
  ['\x1b[2K', '\\e[2K'],
  ['\x1b]0;title\x07', '\\e]0;title\\u{7}'],
  ['\x9b31m', '\\u{9b}31m'],
  ['\r', '\\r'],
  ['\b\b\b', '\\u{8}\\u{8}\\u{8}'],
  ['\0', '\\0'],
  ['\v', '\\u{b}'],
  ['\f', '\\u{c}'],
  ['\x7f', '\\u{7f}'],
  ['\x85', '\\u{85}'],
  ['\u00a0', '\\u{a0}'],
  ['\u00ad', '\\u{ad}'],
  ['\u034f', '\\u{34f}'],
  ['\u061c', '\\u{61c}'],
  ['\u115f', '\\u{115f}'],
  ['\u1680', '\\u{1680}'],
  ['\u180e', '\\u{180e}'],
  ['\u2003', '\\u{2003}'],
  ['\u200b', '\\u{200b}'],
  ['\u200c', '\\u{200c}'],
  ['\u200d', '\\u{200d}'],
  ['\u200e', '\\u{200e}'],
  ['\u200f', '\\u{200f}'],
  ['\u2028', '\\u{2028}'],
  ['\u2029', '\\u{2029}'],
  ['\u202a', '\\u{202a}'],
  ['\u202d', '\\u{202d}'],
  ['\u202e', '\\u{202e}'],
  ['\u202f', '\\u{202f}'],
  ['\u2060', '\\u{2060}'],
  ['\u2066', '\\u{2066}'],
  ['\u2069', '\\u{2069}'],
  ['\u2800', '\\u{2800}'],
  ['\u3000', '\\u{3000}'],
  ['\u3164', '\\u{3164}'],
  ['\ufe0f', '\\u{fe0f}'],
  ['\ufeff', '\\u{feff}'],
  ['\uffa0', '\\u{ffa0}'],
  ['\ufff9', '\\u{fff9}'],
  ['\ue000', '\\u{e000}'],
  ['\ud800', '\\u{d800}'],
  ['\udc00', '\\u{dc00}'],
  ['\u{e0041}', '\\u{e0041}'],
  ['\u{e007f}', '\\u{e007f}'],
  ['\u{e0100}', '\\u{e0100}'],
  ['\u{f0000}', '\\u{f0000}'],
  ['\u{1d173}', '\\u{1d173}'],
];

describe('what an approval shows [T25] [R16]', () => {
  for (const [disguise, visible] of disguises)
    it(`makes ${visible} visible`, () => {
      expect(visibleLine(`a${disguise}b`)).toBe(`a${visible}b`);
      expect(shownText(argv('echo', `a${disguise}b`)).warnings).toContain('hidden_characters');
      expect(shownText(argv('echo', `a${disguise}b`)).lines).toEqual(['echo', `a${visible}b`]);
    });
  it('gives each argument a line of its own, an empty one too', () => {
    expect(shownText(argv('git', 'commit', '-m', 'two words', '')).lines).toEqual([
      'git',
      'commit',
      '-m',
      'two words',
      "''",
    ]);
  });
  it('shows a script line by line, so that no line passes for an argument or the other way round', () => {
    const script = argv('sh', '-c', 'echo one\nrm -rf ~', '↳ rm -rf /');
    expect(shownText(script).lines).toEqual(['sh', '-c', 'echo one', '↳ rm -rf ~', '\\u{21b3} rm -rf /']);
  });
  it('leaves out nothing, however long it is', () => {
    const long = 'x'.repeat(100_000);
    expect(shownText(argv('echo', long)).lines[1]).toHaveLength(100_000);
    expect(shownText({ type: 'text', text: 'line\n'.repeat(5_000) }).lines).toHaveLength(5_001);
  });
  it('keeps tabs and breaks of a diff and makes the rest visible', () => {
    const diff: Shown = {
      type: 'diff',
      path: 'a.txt',
      diff: '-\told\r\n+\tnew\u202e\rhidden',
      created: false,
      added: 1,
      removed: 1,
    };
    expect(shownText(diff).lines).toEqual(['-\told', '+\tnew\\u{202e}\\rhidden']);
  });
  it('warns of a word that mixes alphabets, not of a text in two languages', () => {
    expect(hasMixedScripts('curl https://p\u0430ypal.com')).toBe(true);
    expect(hasMixedScripts('\u03bfpen')).toBe(true);
    expect(hasMixedScripts('echo привет hello')).toBe(false);
    expect(hasMixedScripts('café naïve 密码 2024')).toBe(false);
    const request: Shown = { type: 'request', method: 'GET', url: 'https://exam\u0440le.org/' };
    expect(shownText(request)).toEqual({ lines: ['GET https://examрle.org/'], warnings: ['mixed_scripts'] });
  });
  it('leaves plain text of any language as it is', () => {
    const plain = 'Grüße, 你好, नमस्ते, שלום, 🦀 and C:\\temp\\n';
    expect(visibleLine(plain)).toBe(plain);
    expect(visibleLines('a\n\tb')).toEqual(['a', '\tb']);
  });
});
