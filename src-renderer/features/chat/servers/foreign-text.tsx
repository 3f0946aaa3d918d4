// A server's text before it goes with a message: whole, with what is hidden in it made visible, and marked as a stranger's.
import { ShieldAlert } from 'lucide-react';
import { visibleLines } from '#main/contract/shown-text.ts';
import { Banner } from '#renderer/ui/display/banner.tsx';
import { CodeBlock } from '#renderer/ui/display/code-block.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';

export type ForeignTextProps = { readonly server: string; readonly name: string; readonly text: string };

export function ForeignText({ server, name, text }: ForeignTextProps) {
  const { t } = useText();
  return (
    <>
      <Banner shape="card" tone="ask" icon={<ShieldAlert aria-hidden="true" />}>
        {t('mcp.words_of', { server })}
      </Banner>
      <CodeBlock name={name} code={visibleLines(text).join('\n')} maxHeight={320} wrap />
    </>
  );
}
