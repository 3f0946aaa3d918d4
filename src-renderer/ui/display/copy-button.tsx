// Puts a text on the clipboard and says so.
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { IconButton } from '../controls/icon-button.tsx';
import { useToast } from '../overlays/toast.tsx';
import { useText } from '../text/text-context.tsx';

export type CopyButtonProps = {
  /** Asked for at the click, so that long texts are not built before. */
  readonly text: () => string;
  readonly label?: string;
  readonly size?: 'md' | 'sm';
};

export function CopyButton({ text, label, size = 'sm' }: CopyButtonProps) {
  const { t } = useText();
  const showToast = useToast();
  const [isCopied, setIsCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setIsCopied(false), 1_500);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = () => {
    navigator.clipboard.writeText(text()).then(
      () => setIsCopied(true),
      () => showToast({ text: t('app.copy_failed'), tone: 'stop' }),
    );
  };
  return (
    <IconButton
      size={size}
      label={isCopied ? t('app.copied') : (label ?? t('app.copy'))}
      icon={isCopied ? <Check className="text-done-ink" aria-hidden="true" /> : <Copy aria-hidden="true" />}
      onClick={copy}
    />
  );
}
