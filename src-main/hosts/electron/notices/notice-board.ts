// Where notifications are put up: Electron's own, or another one that has buttons where Electron's have none.
import type { Notification } from 'electron';

export type PostedNotice = {
  readonly title: string;
  readonly body: string;
  readonly buttons: readonly string[];
  /** Stays until it is answered. */
  readonly isUrgent: boolean;
  readonly onClick: () => void;
  /** By its place among the buttons. */
  readonly onButton: (at: number) => void;
};

export interface NoticeBoard {
  isSupported(): boolean;
  post(notice: PostedNotice): { close(): void };
  /** Nothing is put up any more. */
  close(): void;
}

export type NotificationClass = Pick<typeof Notification, 'isSupported'> &
  (new (
    options: ConstructorParameters<typeof Notification>[0],
  ) => Notification);

export function electronNotices(Class: NotificationClass): NoticeBoard {
  return {
    isSupported: () => Class.isSupported(),
    post({ title, body, buttons, isUrgent, onClick, onButton }) {
      const notification = new Class({
        ...{ title, body },
        actions: buttons.map((text) => ({ type: 'button', text })),
        ...(isUrgent ? { urgency: 'critical', timeoutType: 'never' } : {}),
      });
      notification.on('click', onClick);
      notification.on('action', ({ actionIndex }) => onButton(actionIndex));
      notification.show();
      return { close: () => notification.close() };
    },
    close: () => undefined,
  };
}

/** The second one from the moment on in which it is there; what the first has shown stays with it. */
export function preferring(first: NoticeBoard, second: Promise<NoticeBoard | undefined>): NoticeBoard {
  let current = first;
  let isClosed = false;
  void second.then((board) => {
    if (isClosed) board?.close();
    else if (board !== undefined) current = board;
  });
  return {
    isSupported: () => current.isSupported(),
    post: (notice) => current.post(notice),
    close() {
      isClosed = true;
      current.close();
    },
  };
}
