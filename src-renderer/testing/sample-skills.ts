// The room of skills itself, over folders of its own.
import { skillsHandlers } from '#main/abilities/skills/handlers.ts';
import { createSkillKit } from '#main/abilities/skills/testing/skill-kit.ts';
import { systemClock } from '#main/platform/base/clock.ts';
import { silentLog } from '#main/platform/base/log.ts';
import { createBus } from '#main/platform/bus/create-bus.ts';

export function createSampleSkills() {
  const bus = createBus({ clock: systemClock, epoch: 'sample', log: silentLog });
  const kit = createSkillKit();
  const noted: { key: string; params: Readonly<Record<string, string>> }[] = [];
  kit.skills.onChange(() => bus.publish('skills', '', { type: 'changed' }));
  return {
    ...kit,
    noted,
    handlers: skillsHandlers({ skills: kit.skills, bus, activity: { note: async (o) => void noted.push(o.title) } }),
  };
}
