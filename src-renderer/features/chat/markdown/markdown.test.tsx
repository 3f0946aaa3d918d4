// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import { TooltipProvider } from '#renderer/ui/overlays/tooltip.tsx';
import { LinkGuard } from './link-guard.tsx';
import { Markdown } from './markdown.tsx';

afterEach(cleanup);

function show(text: string, isStreaming = false, onOpen: (url: string) => void = () => {}) {
  return render(
    <TooltipProvider>
      <LinkGuard onOpen={onOpen}>
        <Markdown text={text} isStreaming={isStreaming} />
      </LinkGuard>
    </TooltipProvider>,
  );
}

describe('an answer in Markdown', () => {
  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    'text <b onclick="alert(1)">bold</b>',
    '<svg><script>alert(1)</script></svg>',
    '<iframe src="https://evil.test"></iframe>',
    '<meta http-equiv="refresh" content="0;url=https://evil.test">',
    '<style>*{display:none}</style>',
    '<form action="https://evil.test"><button>go</button></form>',
    '> <base href="https://evil.test/">',
    '- item <object data="https://evil.test"></object>',
  ])('keeps the HTML of %s as text [T11]', (text) => {
    const { container } = show(text);
    const prose = container.querySelector('.prose');
    const made = 'script, img, b, svg, iframe, meta, style, form, base, object, [onclick], [onerror]';
    expect(prose?.querySelectorAll(made)).toHaveLength(0);
    expect(prose?.textContent).toContain('<');
  });

  it.each([
    '![a](https://tracker.test/p.png)',
    '![a][p]\n\n[p]: https://tracker.test/p.png',
    '[![a](https://tracker.test/p.png)](https://tracker.test)',
    '![](data:image/svg+xml,<svg onload=alert(1)>)',
    '| ![a](//tracker.test/p.png) |\n| --- |\n| x |',
  ])('loads nothing from elsewhere for %s [T12]', (text) => {
    const { container } = show(text);
    expect(container.querySelectorAll('img, link, source, video, audio, [src], [srcset], [ping]')).toHaveLength(0);
  });

  it('asks before it leaves, with the whole address in view [T12]', async () => {
    const opened: string[] = [];
    show('[your bank](https://evil.test/login?x=1)', false, (url) => opened.push(url));
    await userEvent.click(screen.getByRole('link', { name: /your bank.*evil\.test/ }));
    expect(opened).toEqual([]);
    expect(screen.getByRole('dialog').textContent).toContain('https://evil.test/login?x=1');
    await userEvent.click(screen.getByRole('button', { name: 'Open' }));
    expect(opened).toEqual(['https://evil.test/login?x=1']);
  });

  it('draws code that is still being written as it is', () => {
    const { container } = show('Look:\n\n```ts\nconst a = **1**', true);
    expect(container.querySelector('pre')?.textContent).toBe('const a = **1**');
  });
});
