// What closing a window means to the people of each system.
export type CloseFacts = {
  readonly platform: NodeJS.Platform;
  /** The setting: closing leaves the app in the tray. */
  readonly closeToTray: boolean;
  readonly hasTray: boolean;
  /** Quitting closes the windows; nothing more is to be done then. */
  readonly isQuitting: boolean;
};

/**
 * macOS: an app lives on without windows, until it is quit. Elsewhere an app ends with its last window, unless the person
 * wants it to stay in the tray, and there is one to stay in.
 */
export function afterClose({ platform, closeToTray, hasTray, isQuitting }: CloseFacts): 'stay' | 'quit' {
  if (isQuitting || platform === 'darwin') return 'stay';
  return closeToTray && hasTray ? 'stay' : 'quit';
}
