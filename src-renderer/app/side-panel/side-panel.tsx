// What stands beside a conversation: its tabs, the one in front, and the way to put it away.
import { PanelRight, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { IconButton } from '#renderer/ui/controls/icon-button.tsx';
import { EmptyState } from '#renderer/ui/display/empty-state.tsx';
import { Tabs } from '#renderer/ui/display/tabs.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import type { SideState } from './side-book.ts';
import { type SideChat, type SideTab, useSideTabs } from './use-side-tabs.tsx';

export type SidePanelProps = {
  readonly chat: SideChat;
  readonly side: SideState;
  readonly onTab: (tab: string) => void;
  readonly onClose: () => void;
};

export function SidePanel({ chat, side, onTab, onClose }: SidePanelProps) {
  const { t } = useText();
  const tabs = useSideTabs(chat);
  const panel = useRef<HTMLElement>(null);
  useFocusWhenAsked(panel, side.asked);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented || event.nativeEvent.isComposing) return;
    event.preventDefault();
    onClose();
  };
  const front = tabs.find((tab) => tab.id === side.tab) ?? tabs[0];
  const close = <IconButton label={t('side.close')} shortcut="Esc" icon={<X aria-hidden="true" />} onClick={onClose} />;
  return (
    <aside
      ref={panel}
      aria-label={t('side.panel')}
      className="flex min-h-0 min-w-0 flex-1 flex-col bg-page"
      onKeyDown={onKeyDown}
    >
      {front === undefined ? (
        <>
          <div className="flex h-12 shrink-0 items-center justify-end border-b border-edge pe-2">{close}</div>
          <EmptyState icon={<PanelRight aria-hidden="true" />} title={t('side.empty')} text={t('side.empty_text')} />
        </>
      ) : (
        <Tabs
          label={t('side.panel')}
          value={front.id}
          onChange={onTab}
          end={close}
          tabs={tabs.map(({ id, label, icon, badge, view }) => ({
            ...{ id, label, icon },
            badge: badge > 0 && <Count count={badge} />,
            content: view(side.request?.tab === id ? side.request : undefined),
          }))}
        />
      )}
    </aside>
  );
}

export function Count({ count }: { readonly count: SideTab['badge'] }) {
  return (
    <span className="min-w-5 rounded-full bg-pressed px-1.5 text-center text-xs leading-5 font-medium text-ink tabular-nums">
      {count}
    </span>
  );
}

/** Asked for by key or card, the keyboard goes to the tab in front; a chat that is opened with it open keeps the keyboard. */
function useFocusWhenAsked(panel: React.RefObject<HTMLElement | null>, asked: number): void {
  const answered = useRef(asked === 1 ? 0 : asked);
  useEffect(() => {
    if (answered.current === asked) return;
    answered.current = asked;
    const front = panel.current?.querySelector<HTMLElement>('[role="tab"][data-state="active"], button');
    front?.focus();
  }, [panel, asked]);
}
