// A remark of Limpet inside an answer: another model took over, a limit was reached.
import { Info } from 'lucide-react';
import { useText } from '#renderer/ui/text/text-context.tsx';

export function Note({ noteKey, params }: { readonly noteKey: string; readonly params: Record<string, string> }) {
  const { t } = useText();
  return (
    <p className="flex items-start gap-2 text-sm text-ink-soft">
      <Info className="mt-0.5" aria-hidden="true" />
      <span className="min-w-0 wrap-anywhere">{t(noteKey, params)}</span>
    </p>
  );
}
