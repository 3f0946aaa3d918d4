// What a step of a plugin's set-up is about, to the letter.
import { visibleLines } from '#main/contract/shown-text.ts';
import type { PluginStep } from '#main/contract/skills.ts';
import { CodeBlock } from '#renderer/ui/display/code-block.tsx';

export function StepBody({ step }: { readonly step: PluginStep }) {
  const words = visibleLines(step.text).join('\n');
  switch (step.kind) {
    case 'message':
      return <p className="text-pretty wrap-anywhere whitespace-pre-wrap">{words}</p>;
    case 'pip':
      return <CodeBlock code={words} wrap />;
    case 'server':
      return <CodeBlock code={words} maxHeight={240} />;
    case 'cli':
    case 'skill':
      return null;
  }
}
