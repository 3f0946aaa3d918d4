// What the core has to say to the whole window: locked keys, damage that was found and mended.
import { Info, KeyRound } from 'lucide-react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { SystemState } from '#main/contract/system.ts';
import { placeName } from '#renderer/features/settings/secrets/secrets-words.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Banner } from '#renderer/ui/display/banner.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';

export type NoticeBannersProps = {
  readonly client: LimpetClient;
  readonly system: SystemState;
  /** Opens the settings of secrets. */
  readonly onUnlock: () => void;
};

export function NoticeBanners({ client, system, onUnlock }: NoticeBannersProps) {
  const { t } = useText();
  return (
    <>
      {system.secrets.state === 'locked' && (
        <Banner
          tone="ask"
          icon={<KeyRound aria-hidden="true" />}
          action={
            <Button size="sm" onClick={onUnlock}>
              {t('app.unlock')}
            </Button>
          }
        >
          {t('app.keys_locked')}
        </Banner>
      )}
      {system.secrets.move?.state === 'stopped' && (
        <Banner
          tone="ask"
          icon={<KeyRound aria-hidden="true" />}
          action={
            <Button size="sm" onClick={onUnlock}>
              {t('settings.section_secrets')}
            </Button>
          }
        >
          {t('secrets.move_stopped', { place: t(placeName(system.secrets.move.to)) })}
        </Banner>
      )}
      {system.notices.map((notice) => (
        <Banner
          key={notice.id}
          tone="tide"
          icon={<Info aria-hidden="true" />}
          action={
            // A notice that could not be put away is still there, and can be put away again.
            <Button
              size="sm"
              variant="plain"
              onClick={() => void client.system.dismissNotice({ id: notice.id }).catch(() => undefined)}
            >
              {t('app.understood')}
            </Button>
          }
        >
          {t(notice.key, notice.params)}
        </Banner>
      ))}
    </>
  );
}
