// What the account is told of skills: everything by which one came to count, may reach more, or went.
import type { SkillCapabilities } from '#main/contract/skills.ts';
import type { Activity } from '#main/guard/activity/port.ts';

type Params = Readonly<Record<string, string>>;
export type NoteSkill = (key: string, params: Params) => Promise<void>;

export const createNotes =
  (activity: Pick<Activity, 'note'>): NoteSkill =>
  (key, params) =>
    activity.note({ by: 'person', title: { key: `activity.${key}`, params } });

/** In a few words that need no language: folders, hosts and names of keys. */
export function reachWords(granted: SkillCapabilities | undefined): string {
  if (granted === undefined) return '–';
  const { files, hosts, secrets } = granted;
  const words = [
    ...files.read.map((path) => `r ${path}`),
    ...files.write.map((path) => `w ${path}`),
    ...hosts,
    ...secrets.map(({ name, host }) => `${name} → ${host}`),
  ];
  return words.length === 0 ? '–' : words.join(', ').slice(0, 500);
}
