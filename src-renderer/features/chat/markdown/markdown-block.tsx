// One block of Markdown as React elements. HTML in the text stays text; nothing is loaded from elsewhere.
import type { Element } from 'hast';
import { Image } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { ScrollRegion } from '#renderer/ui/layout/scroll-region.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { CodeView } from './code-view.tsx';
import { useAskToOpen } from './link-guard.tsx';
import { linkTarget, saysItsHost } from './link-target.ts';
import { languageOf } from './split-blocks.ts';

const plugins = [remarkGfm];

export const MarkdownBlock = memo(function MarkdownBlock({ source }: { readonly source: string }) {
  return (
    <ReactMarkdown remarkPlugins={plugins} components={components} urlTransform={keepIfLink}>
      {source}
    </ReactMarkdown>
  );
});

/** Addresses that may not become links are emptied before any element is made. */
function keepIfLink(address: string): string {
  return linkTarget(address)?.url ?? '';
}

// Headings start below those of the page and of the message.
const components: Components = {
  h1: ({ children }) => <h3 className="prose-h1">{children}</h3>,
  h2: ({ children }) => <h3 className="prose-h2">{children}</h3>,
  h3: ({ children }) => <h4>{children}</h4>,
  h4: ({ children }) => <h5>{children}</h5>,
  h5: ({ children }) => <h6>{children}</h6>,
  h6: ({ children }) => <h6>{children}</h6>,
  a: ({ href, children, node }) => (
    <GuardedLink address={href ?? ''} words={node === undefined ? '' : textOf(node)}>
      {children}
    </GuardedLink>
  ),
  img: ({ src, alt }) => <RemoteImage address={typeof src === 'string' ? src : ''} alt={alt ?? ''} />,
  pre: ({ node }) => <FencedCode pre={node} />,
  table: ({ children }) => <FramedTable>{children}</FramedTable>,
  input: ({ checked }) => <TaskBox isDone={checked === true} />,
};

function GuardedLink(props: { readonly address: string; readonly words: string; readonly children: ReactNode }) {
  const ask = useAskToOpen();
  const target = linkTarget(props.address);
  if (target === undefined) return <span>{props.children}</span>;
  return (
    <a
      href={target.url}
      rel="noopener noreferrer nofollow"
      draggable={false}
      className="text-tide-ink underline decoration-tide-edge underline-offset-3 hover:decoration-current"
      onClick={(event) => {
        event.preventDefault();
        ask(target);
      }}
      onAuxClick={(event) => {
        if (event.button !== 1) return;
        event.preventDefault();
        ask(target);
      }}
    >
      {props.children}
      {!saysItsHost(props.words, target) && <span className="text-sm text-ink-faint"> ({target.host})</span>}
    </a>
  );
}

function FramedTable({ children }: { readonly children: ReactNode }) {
  const { t } = useText();
  return (
    <ScrollRegion label={t('chat.table')} className="table-frame">
      <table>{children}</table>
    </ScrollRegion>
  );
}

/** A remote image is a link that names its host: showing it would tell the host that it was read. */
function RemoteImage({ address, alt }: { readonly address: string; readonly alt: string }) {
  const { t } = useText();
  const ask = useAskToOpen();
  const target = linkTarget(address);
  const words = alt === '' ? t('chat.image_unnamed') : alt;
  if (target === undefined || target.scheme === 'mailto') return <span className="text-ink-soft">[{words}]</span>;
  return (
    <button
      type="button"
      onClick={() => ask(target)}
      className="inline-flex max-w-full items-center gap-2 rounded-control border border-edge bg-sunken px-2 py-0.5 text-start text-sm hover:bg-hover"
    >
      <Image className="text-ink-faint" aria-hidden="true" />
      <span className="min-w-0 truncate">{t('chat.image_remote', { alt: words, host: target.host })}</span>
    </button>
  );
}

function FencedCode({ pre }: { readonly pre: Element | undefined }) {
  const code = pre?.children.find((child): child is Element => child.type === 'element' && child.tagName === 'code');
  const names = code?.properties.className;
  const name = Array.isArray(names) ? names.map(String).find((each) => each.startsWith('language-')) : undefined;
  const text = code === undefined ? '' : textOf(code).replace(/\n$/, '');
  return <CodeView code={text} language={languageOf(name?.slice('language-'.length) ?? '')} isClosed />;
}

function TaskBox({ isDone }: { readonly isDone: boolean }) {
  const { t } = useText();
  return (
    <input type="checkbox" checked={isDone} disabled aria-label={t(isDone ? 'chat.task_done' : 'chat.task_open')} />
  );
}

function textOf(element: Element): string {
  return element.children
    .map((child) => (child.type === 'text' ? child.value : child.type === 'element' ? textOf(child) : ''))
    .join('');
}
