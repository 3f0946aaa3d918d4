// The page's colours as a frame can use them: computed, for it sees none of our style sheets.
import type { FrameTheme } from '#renderer/api/frame-protocol.ts';

const accents = ['--tide', '--model-ink', '--ask-ink', '--live-ink', '--done-ink', '--stop-ink'] as const;

export function frameTheme(): FrameTheme {
  const style = getComputedStyle(document.documentElement);
  const value = (name: string) => style.getPropertyValue(name).trim();
  return {
    isDark: style.colorScheme.includes('dark') && !style.colorScheme.includes('light'),
    ink: value('--ink'),
    soft: value('--ink-soft'),
    edge: value('--edge'),
    surface: value('--page'),
    accents: accents.map(value),
    font: getComputedStyle(document.body).fontFamily,
  };
}
