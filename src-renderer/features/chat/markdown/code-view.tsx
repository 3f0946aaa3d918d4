// A code block of an answer: plain at once, coloured when it is finished and the window has a moment.
import { createContext, memo, type ReactNode, useContext, useEffect, useState } from 'react';
import { CodeBlock } from '#renderer/ui/display/code-block.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { type ColoredCode, createHighlight, type Highlight } from './highlight.ts';

const HighlightContext = createContext<Highlight | undefined>(undefined);

export function HighlightProvider({ children }: { readonly children: ReactNode }) {
  const [highlight] = useState(createHighlight);
  return <HighlightContext value={highlight}>{children}</HighlightContext>;
}

export type CodeViewProps = {
  readonly code: string;
  readonly language: string;
  /** False while it is still being written: then it is not coloured. */
  readonly isClosed: boolean;
};

export const CodeView = memo(function CodeView({ code, language, isClosed }: CodeViewProps) {
  const { t } = useText();
  const runs = useColors(code, language, isClosed);
  return (
    <CodeBlock
      code={code}
      name={language === '' ? undefined : language}
      label={t('chat.code_label', { language: language === '' ? t('chat.code_plain') : language })}
      {...(runs === undefined ? {} : { colored: <ColoredRuns runs={runs} /> })}
    />
  );
});

function useColors(code: string, language: string, isClosed: boolean): ColoredCode | undefined {
  const highlight = useContext(HighlightContext);
  const [colored, setColored] = useState<{ readonly code: string; readonly runs: ColoredCode } | undefined>();
  useEffect(() => {
    if (!isClosed || language === '' || highlight === undefined) return;
    const controller = new AbortController();
    const start = () => {
      if (controller.signal.aborted) return;
      highlight(code, language).then(
        (runs) => {
          if (!controller.signal.aborted && runs !== undefined) setColored({ code, runs });
        },
        () => undefined, // Colours are a courtesy: without them the code is plain, and whole.
      );
    };
    const idle = requestIdle(start);
    return () => {
      controller.abort();
      idle.cancel();
    };
  }, [code, language, isClosed, highlight]);
  return colored?.code === code ? colored.runs : undefined;
}

function requestIdle(act: () => void): { cancel: () => void } {
  if (typeof requestIdleCallback === 'function') {
    const id = requestIdleCallback(act, { timeout: 1_000 });
    return { cancel: () => cancelIdleCallback(id) };
  }
  const id = setTimeout(act, 50);
  return { cancel: () => clearTimeout(id) };
}

function ColoredRuns({ runs }: { readonly runs: ColoredCode }) {
  return runs.map((run) =>
    run.color === undefined ? (
      run.text
    ) : (
      <span key={run.at} style={{ color: run.color }} className={run.isItalic ? 'italic' : undefined}>
        {run.text}
      </span>
    ),
  );
}
