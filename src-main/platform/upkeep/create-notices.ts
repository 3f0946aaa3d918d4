// What was found and mended at start, shown until the person dismisses it; of this process, not kept.
import type { SystemState } from '#main/contract/system.ts';
import type { Bus } from '#main/platform/bus/port.ts';

export type Notice = SystemState['notices'][number];
export interface Notices {
  list(): Notice[];
  /** A notice with the same id is replaced. */
  add(notice: Notice): void;
  dismiss(id: string): void;
  /**
   * All notices about one thing, in place of those told before; their ids begin with its name. What is the same as the
   * last time is no news: a notice of it that was dismissed stays away.
   */
  renew(about: string, notices: readonly Notice[]): void;
}

const maxNotices = 50;

export function createNotices(initial: readonly Notice[], bus: Pick<Bus, 'publish'>): Notices {
  const notices = new Map<string, Notice>();
  const keep = (notice: Notice) => {
    if (notices.size < maxNotices || notices.has(notice.id)) notices.set(notice.id, notice);
  };
  for (const notice of initial) keep(notice);
  const told = new Map<string, string>();
  return {
    list: () => [...notices.values()],
    add(notice) {
      keep(notice);
      bus.publish('system', '', { type: 'changed' });
    },
    renew(about, renewed) {
      const news = JSON.stringify(renewed);
      if (told.get(about) === news) return;
      told.set(about, news);
      for (const id of [...notices.keys()].filter((each) => each.startsWith(about))) notices.delete(id);
      for (const notice of renewed) keep(notice);
      bus.publish('system', '', { type: 'changed' });
    },
    dismiss(id) {
      if (notices.delete(id)) bus.publish('system', '', { type: 'changed' });
    },
  };
}
