// One line while everything is paused, with the way on.
import { Pause } from 'lucide-react';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Banner } from '#renderer/ui/display/banner.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';

export type PausedBannerProps = { readonly isPaused: boolean; readonly onResume: () => void };

export function PausedBanner({ isPaused, onResume }: PausedBannerProps) {
  const { t } = useText();
  if (!isPaused) return null;
  return (
    <Banner
      tone="ask"
      icon={<Pause aria-hidden="true" />}
      action={
        <Button size="sm" onClick={onResume}>
          {t('desktop.resume')}
        </Button>
      }
    >
      {t('desktop.paused_banner')}
    </Banner>
  );
}
