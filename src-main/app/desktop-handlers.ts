// The `desktop` domain, answered by whichever host runs the core.
import type { DesktopEvent, desktop } from '#main/contract/desktop.ts';
import { AppError } from '#main/contract/errors.ts';
import { Cursor } from '#main/contract/ids.ts';
import type { Handlers, StreamItem } from '#main/contract/kernel.ts';
import type { Host, HostShell } from '#main/hosts/port.ts';

/** What is told is for now only: a reader that comes back begins anew, so cursors need not mean anything. */
const nowhere = Cursor.parse('desktop:0');

function shellOf({ shell }: Host): HostShell {
  if (shell === undefined) throw new AppError('unsupported', 'A browser cannot do this. Use the desktop app.');
  return shell;
}

async function* watchShell(shell: HostShell, signal: AbortSignal) {
  let wake = () => {};
  let isChanged = true;
  const changed = () => {
    isChanged = true;
    wake();
  };
  shell.onState(changed, signal);
  signal.addEventListener('abort', changed, { once: true });
  while (!signal.aborted) {
    if (isChanged) {
      isChanged = false;
      yield { cursor: nowhere, data: shell.state() };
    } else
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
  }
}

async function* withCursors(events: AsyncIterable<DesktopEvent>): AsyncGenerator<StreamItem<DesktopEvent>> {
  for await (const data of events) yield { cursor: nowhere, data };
}

export function desktopHandlers(host: Host): Handlers<typeof desktop> {
  return {
    capabilities: async () => ({ ...host.capabilities, shell: host.shell !== undefined }),
    pickFolder: async ({ startIn }) => ({ path: await host.pickFolder(startIn) }),
    openExternal: async ({ url }) => {
      await host.openExternal(url);
      return {};
    },
    reveal: async ({ path }) => {
      await host.reveal(path);
      return {};
    },
    watch: (_input, { signal }) => watchShell(shellOf(host), signal),
    follow: ({ window }, { signal }) => withCursors(shellOf(host).follow(window, signal)),
    async showMain(place) {
      await shellOf(host).showMain(place);
      return {};
    },
    toggleQuick: async () => ({ visible: await shellOf(host).toggleQuick() }),
    async hideQuick() {
      await shellOf(host).hideQuick();
      return {};
    },
    async sizeQuick({ height }) {
      await shellOf(host).sizeQuick(height);
      return {};
    },
    readClipboard: async () => ({ text: await shellOf(host).readClipboard() }),
    takeScreenshot: async (_input, { signal }) => ({ attachment: await shellOf(host).takeScreenshot(signal) }),
  };
}
