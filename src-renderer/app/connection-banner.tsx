// One line while the core cannot be reached. What is written meanwhile waits and is sent when it is back.
import { CloudOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button, Spinner } from '#renderer/ui/controls/button.tsx';
import { Banner } from '#renderer/ui/display/banner.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';

export type ConnectionBannerProps = {
  readonly state: 'connecting' | 'online' | 'offline' | 'refused';
  readonly onRetry: () => void;
};

/** A blink of the network is not worth a line. */
const showAfterMs = 800;

export function ConnectionBanner({ state, onRetry }: ConnectionBannerProps) {
  const { t } = useText();
  const isAway = state === 'connecting' || state === 'offline';
  const [isShown, setIsShown] = useState(false);
  useEffect(() => {
    if (!isAway) {
      setIsShown(false);
      return;
    }
    const timer = setTimeout(() => setIsShown(true), showAfterMs);
    return () => clearTimeout(timer);
  }, [isAway]);
  if (!isAway || !isShown) return null;
  return (
    <Banner
      tone="ask"
      icon={state === 'connecting' ? <Spinner /> : <CloudOff aria-hidden="true" />}
      action={
        <Button size="sm" variant="plain" className="text-ask-ink" onClick={onRetry}>
          {t('app.try_now')}
        </Button>
      }
    >
      {t('app.reconnecting')}
    </Banner>
  );
}
