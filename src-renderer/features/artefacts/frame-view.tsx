// An artefact in a document of its own: another origin, no way out, heard only through a few words that are checked.
import { useEffect, useRef, useState } from 'react';
import { readFrameMessage, type ShowMessage } from '#renderer/api/frame-protocol.ts';
import { Banner } from '#renderer/ui/display/banner.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { frameTheme } from './frame-theme.ts';

export type FrameViewProps = {
  readonly frame: 'page' | 'mermaid' | 'chart';
  readonly kind: string;
  readonly content: string;
  readonly title: string;
  /** Grows with what it shows instead of filling its place. */
  readonly grows?: boolean;
};

/** Another content needs another element (`key`): what ran in the one before is gone with it. */
export function FrameView({ frame, kind, content, title, grows = false }: FrameViewProps) {
  const { t } = useText();
  const element = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState<number | undefined>();
  const [problem, setProblem] = useState<string | undefined>();
  useEffect(() => {
    let isShown = false;
    const hear = (event: MessageEvent) => {
      const target = element.current?.contentWindow;
      // Its origin is opaque: whatever comes from elsewhere, or from this window in another origin, is not heard.
      if (target === null || target === undefined || event.source !== target || event.origin !== 'null') return;
      const message = readFrameMessage(event.data);
      if (message?.limpet === 'ready' && !isShown) {
        isShown = true;
        const show: ShowMessage = { limpet: 'show', kind, content, theme: frameTheme() };
        target.postMessage(show, '*');
      } else if (message?.limpet === 'size') setHeight(message.height);
      else if (message?.limpet === 'failed') setProblem(message.message);
    };
    window.addEventListener('message', hear);
    return () => window.removeEventListener('message', hear);
  }, [kind, content]);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      {problem !== undefined && <Banner tone="stop">{t('artefacts.not_drawn', { reason: problem })}</Banner>}
      <iframe
        ref={element}
        title={title}
        src={`/frames/${frame}.html`}
        sandbox="allow-scripts"
        referrerPolicy="no-referrer"
        className="min-h-40 w-full flex-1 border-0 bg-page"
        style={grows && height !== undefined ? { height, flex: 'none' } : undefined}
      />
    </div>
  );
}
