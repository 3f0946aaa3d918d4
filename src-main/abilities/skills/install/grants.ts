// Whether what is granted lies within what was asked for.
import type { SkillCapabilities, SkillSecret } from '#main/contract/skills.ts';

const isSubset = (some: readonly string[], all: readonly string[]) => some.every((one) => all.includes(one));
const nameOf = ({ name, host, header }: SkillSecret) => JSON.stringify([name, host, header]);

export function isWithinWishes(granted: SkillCapabilities, wants: SkillCapabilities): boolean {
  return (
    isSubset(granted.files.read, [...wants.files.read, ...wants.files.write]) &&
    isSubset(granted.files.write, wants.files.write) &&
    isSubset(granted.hosts, wants.hosts) &&
    isSubset(granted.tools, wants.tools) &&
    isSubset(granted.devices, wants.devices) &&
    isSubset(granted.secrets.map(nameOf), wants.secrets.map(nameOf))
  );
}

/** In words of the catalogue's parameters: what is wanted and was not granted. */
export function missingOf(granted: SkillCapabilities, wants: SkillCapabilities): string[] {
  const without = (some: readonly string[], all: readonly string[]) => some.filter((one) => !all.includes(one));
  return [
    ...without(wants.files.read, [...granted.files.read, ...granted.files.write]),
    ...without(wants.files.write, granted.files.write),
    ...without(wants.hosts, granted.hosts),
    ...wants.secrets
      .filter((one) => !granted.secrets.some((other) => nameOf(other) === nameOf(one)))
      .map(({ name }) => name),
  ];
}
