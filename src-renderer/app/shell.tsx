// The window's frame: rail, list, main. Narrow windows fold the list into a drawer, phones turn the rail into a bar.
import type { ReactNode } from 'react';
import { messageFieldId } from '#renderer/features/chat/composer/composer.tsx';
import { ResizablePanels } from '#renderer/ui/layout/resizable-panels.tsx';
import { useMedia } from '#renderer/ui/layout/use-media.ts';
import { Drawer } from '#renderer/ui/overlays/drawer.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { Rail, type RailProps } from './rail.tsx';

export type ShellProps = {
  readonly rail: Omit<RailProps, 'layout'>;
  /** Above everything: connection, notices. */
  readonly banners: ReactNode;
  /** Undefined on screens without a list. */
  readonly list: ReactNode;
  readonly isListOpen: boolean;
  readonly onListOpen: (open: boolean) => void;
  readonly children: ReactNode;
};

export function Shell({ rail, banners, list, isListOpen, onListOpen, children }: ShellProps) {
  const { t } = useText();
  const hasRoomForList = useMedia('(min-width: 900px)');
  const hasRoomForRail = useMedia('(min-width: 640px)');
  const hasList = list !== undefined && list !== null;
  return (
    <div className="flex h-full flex-col">
      {hasList && (
        <button
          type="button"
          className="fixed start-2 top-2 z-50 rounded-control border border-edge bg-raised px-3 py-1.5 shadow-float not-focus:sr-only"
          onClick={() => document.getElementById(messageFieldId)?.focus()}
        >
          {t('app.skip_to_composer')}
        </button>
      )}
      {banners}
      <div className="flex min-h-0 flex-1">
        {hasRoomForRail && <Rail {...rail} layout="side" />}
        {hasList && hasRoomForList ? (
          <ResizablePanels
            id="limpet.list"
            label={t('app.resize_list')}
            start={<aside className="flex min-h-0 flex-1 flex-col bg-sunken">{list}</aside>}
          >
            {children}
          </ResizablePanels>
        ) : (
          <div className="flex min-w-0 flex-1 flex-col">{children}</div>
        )}
      </div>
      {!hasRoomForRail && <Rail {...rail} layout="bottom" />}
      {hasList && !hasRoomForList && (
        <Drawer open={isListOpen} onOpenChange={onListOpen} title={t('app.chats')}>
          {list}
        </Drawer>
      )}
    </div>
  );
}
