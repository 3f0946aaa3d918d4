// What is said of a note: who changed it and when. Its own words are shown with everything hidden in them made visible.
import type { NoteSummary } from '#main/contract/notes.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { formatAgo } from '#renderer/ui/text/format.ts';
import type { useText } from '#renderer/ui/text/text-context.tsx';

type Text = Pick<ReturnType<typeof useText>, 't' | 'language'> & { readonly now: number };

export const visibleText = visibleLine;

export const visiblePieces = (pieces: NoteSummary['excerpt']): NoteSummary['excerpt'] =>
  pieces.map(({ text, hit }) => ({ text: visibleLine(text), hit }));

export function changedWords(
  { by, updatedAt }: Pick<NoteSummary, 'by' | 'updatedAt'>,
  { t, language, now }: Text,
): string {
  const when = formatAgo(updatedAt, now, language);
  if (by.type === 'person') return t('notebook.changed_by_you', { when });
  if (by.title === undefined) return t('notebook.changed_in_gone', { when });
  return t('notebook.changed_in', { chat: visibleLine(by.title), when });
}
