// Keys that the person entered for a skill, under names of that skill, its place and the host: none can ask for another's.
import { AppError } from '#main/contract/errors.ts';
import type { Skill, SkillKeyState } from '#main/contract/skills.ts';
import { hashOf } from '#main/platform/base/json.ts';
import type { SecretStore } from '#main/platform/secrets/port.ts';

type Named = Pick<Skill, 'key' | 'name'>;
export type KeyPlace = { readonly name: string; readonly host: string };

const short = (value: unknown) => hashOf(value).slice(0, 12);
const plain = (text: string, length: number) =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]/g, '-')
    .slice(0, length);

const prefixOf = ({ key, name }: Named) => `skill.${plain(name, 32)}-${short(key)}.`;

/** In the secret store. Another skill, or this one with another host, has another name and so another key. */
export const storedName = (skill: Named, { name, host }: KeyPlace) =>
  `${prefixOf(skill)}${plain(name, 28)}-${short([name, host])}`;

export interface SkillKeys {
  /** Of what is granted; never a value. */
  states(skill: Skill): Promise<SkillKeyState[]>;
  /** `forbidden` with reason `skill_not_granted` for a key that was not granted. */
  set(skill: Skill, place: KeyPlace, value: string | null): Promise<void>;
  /** Of every version of it. */
  forget(skill: Named): Promise<void>;
}

export function createSkillKeys(secrets: Pick<SecretStore, 'set' | 'remove' | 'keys'>): SkillKeys {
  return {
    async states(skill) {
      const granted = skill.granted?.secrets ?? [];
      if (granted.length === 0) return [];
      const stored = new Set(await secrets.keys());
      return granted.map(({ name, host }) => ({ name, host, isSet: stored.has(storedName(skill, { name, host })) }));
    },
    async set(skill, place, value) {
      const { name, granted } = skill;
      if (granted?.secrets.some((one) => one.name === place.name && one.host === place.host) !== true)
        throw new AppError('forbidden', `The skill ${name} was not granted the key ${place.name}.`, {
          details: { reason: 'skill_not_granted', facts: { name, what: place.name } },
        });
      if (value === null) await secrets.remove(storedName(skill, place));
      else await secrets.set(storedName(skill, place), value);
    },
    async forget(skill) {
      for (const name of await secrets.keys()) if (name.startsWith(prefixOf(skill))) await secrets.remove(name);
    },
  };
}
