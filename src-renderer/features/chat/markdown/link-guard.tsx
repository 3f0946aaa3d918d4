// Leaving the app: shows the whole address and asks, whatever a link's words say.
import { ExternalLink } from 'lucide-react';
import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';
import { Button } from '#renderer/ui/controls/button.tsx';
import { CopyButton } from '#renderer/ui/display/copy-button.tsx';
import { Dialog } from '#renderer/ui/overlays/dialog.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import type { LinkTarget } from './link-target.ts';

const LinkContext = createContext<(target: LinkTarget) => void>(() => undefined);

/** Asks before it opens; nothing is fetched, not even looked up, until the person has said yes. */
export function useAskToOpen(): (target: LinkTarget) => void {
  return useContext(LinkContext);
}

export type LinkGuardProps = { readonly onOpen: (url: string) => void; readonly children: ReactNode };

export function LinkGuard({ onOpen, children }: LinkGuardProps) {
  const { t } = useText();
  const [target, setTarget] = useState<LinkTarget | undefined>();
  const ask = useCallback((wanted: LinkTarget) => setTarget(wanted), []);
  const close = () => setTarget(undefined);
  return (
    <LinkContext value={ask}>
      {children}
      <Dialog
        open={target !== undefined}
        onOpenChange={(open) => !open && close()}
        title={t(target?.scheme === 'mailto' ? 'chat.link_mail_title' : 'chat.link_title', {
          host: target?.host ?? '',
        })}
        description={target?.scheme === 'http' ? t('chat.link_plain_http') : t('chat.link_text')}
        size="md"
        footer={
          <>
            <Button onClick={close}>{t('app.cancel')}</Button>
            <Button
              variant="primary"
              icon={<ExternalLink aria-hidden="true" />}
              onClick={() => {
                if (target !== undefined) onOpen(target.url);
                close();
              }}
            >
              {t('chat.link_open')}
            </Button>
          </>
        }
      >
        <div className="flex items-start gap-1 rounded-control border border-edge bg-sunken ps-3">
          <p dir="ltr" className="max-h-40 min-w-0 flex-1 overflow-y-auto py-1.5 font-mono text-sm break-all">
            {target?.url}
          </p>
          <CopyButton text={() => target?.url ?? ''} label={t('chat.link_copy')} />
        </div>
      </Dialog>
    </LinkContext>
  );
}
