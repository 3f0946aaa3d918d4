// The screens that exist, one icon each.
import { Activity, BookOpenText, Cpu, Inbox, MessageSquare, NotebookPen, OctagonX, Plug, Settings } from 'lucide-react';
import { classes } from '#renderer/ui/classes.ts';
import { Mark } from '#renderer/ui/mark.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { type Route, routeHash } from './route.ts';
import type { Navigate } from './use-route.ts';

export type RailProps = {
  readonly layout: 'side' | 'bottom';
  readonly screen: Route['screen'];
  /** Where the chat screen was, so that the rail leads back to it. */
  readonly lastChat: Route;
  /** Questions and proposals that wait in all chats. */
  readonly waiting: number;
  readonly onNavigate: Navigate;
  /** The emergency stop; undefined while no device is connected. */
  readonly onStop: (() => void) | undefined;
};

export function Rail({ layout, screen, lastChat, waiting, onNavigate, onStop }: RailProps) {
  const { t } = useText();
  const isSide = layout === 'side';
  const place = screen === 'reflexes' ? 'devices' : screen; // a page of the devices
  const screens = [
    { id: 'chat', label: t('app.chat'), icon: <MessageSquare aria-hidden="true" />, route: lastChat },
    {
      id: 'inbox',
      label: t('permissions.inbox'),
      icon: <Inbox aria-hidden="true" />,
      route: { screen: 'inbox' } as const,
    },
    {
      id: 'notes',
      label: t('notebook.title'),
      icon: <NotebookPen aria-hidden="true" />,
      route: { screen: 'notes' } as const,
    },
    {
      id: 'skills',
      label: t('skills.title'),
      icon: <BookOpenText aria-hidden="true" />,
      route: { screen: 'skills' } as const,
    },
    {
      id: 'activity',
      label: t('app.activity'),
      icon: <Activity aria-hidden="true" />,
      route: { screen: 'activity' } as const,
    },
    {
      id: 'servers',
      label: t('app.servers'),
      icon: <Plug aria-hidden="true" />,
      route: { screen: 'servers' } as const,
    },
    {
      id: 'devices',
      label: t('devices.title'),
      icon: <Cpu aria-hidden="true" />,
      route: { screen: 'devices' } as const,
    },
    {
      id: 'settings',
      label: t('app.settings'),
      icon: <Settings aria-hidden="true" />,
      route: { screen: 'settings' } as const,
    },
  ] as const;
  return (
    <nav
      aria-label={t('app.screens')}
      className={classes(
        'flex shrink-0 bg-sunken',
        isSide
          ? 'w-22 flex-col items-center gap-1 border-e border-edge py-3'
          : 'h-14 justify-around border-t border-edge',
      )}
    >
      {isSide && (
        <span className="mb-2 text-tide-ink">
          <Mark size={26} />
        </span>
      )}
      {screens.map(({ id, label, icon, route }) => (
        <a
          key={id}
          href={routeHash(route)}
          aria-current={place === id ? 'page' : undefined}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return;
            event.preventDefault();
            onNavigate(route);
          }}
          className={classes(
            'focus-inside relative flex cursor-default flex-col items-center justify-center gap-1 rounded-control text-xs [&_.lucide]:size-5',
            isSide ? 'h-14 w-20' : 'h-full min-w-0 flex-1',
            isSide && id === 'settings' && 'mt-auto',
            place === id ? 'bg-pressed font-medium text-ink' : 'text-ink-soft hover:bg-hover hover:text-ink',
          )}
        >
          {icon}
          <span className="max-w-full truncate">{label}</span>
          {id === 'inbox' && waiting > 0 && (
            <>
              <span className="sr-only"> {t('permissions.inbox_count', { count: waiting })}</span>
              <span
                aria-hidden="true"
                className="absolute start-[calc(50%+6px)] top-1 min-w-4.5 rounded-full border border-ask-edge bg-ask-surface px-1 text-center text-xs leading-4 font-medium text-ask-ink tabular-nums"
              >
                {waiting > 99 ? '99+' : waiting}
              </span>
            </>
          )}
        </a>
      ))}
      {onStop !== undefined && (
        <button
          type="button"
          aria-keyshortcuts="Control+Shift+X"
          title={t('bench.stop')}
          onClick={onStop}
          className={classes(
            'focus-inside flex cursor-default flex-col items-center justify-center gap-1 rounded-control bg-stop text-xs font-medium text-stop-on hover:bg-stop-hover [&_.lucide]:size-5',
            isSide ? 'order-first mb-2 h-14 w-20' : 'h-full min-w-0 flex-1',
          )}
        >
          <OctagonX aria-hidden="true" />
          <span className={isSide ? 'max-w-full truncate' : 'sr-only'}>{t('bench.stop_short')}</span>
        </button>
      )}
    </nav>
  );
}
