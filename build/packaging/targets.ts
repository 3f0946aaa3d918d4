// What a release consists of: for each system and processor, the files that come out and how they are called.
import { productName } from './identity.ts';

export const systems = ['mac', 'win', 'linux'] as const;
export type SystemName = (typeof systems)[number];
export const archs = ['x64', 'arm64'] as const;
export type ArchName = (typeof archs)[number];

/** As Node names them. */
export const nodePlatforms = { mac: 'darwin', win: 'win32', linux: 'linux' } as const;

/** The builder's name of a kind of file, and how the file ends. */
export const targetsOf: Readonly<Record<SystemName, readonly (readonly [target: string, extension: string])[]>> = {
  mac: [
    ['dmg', 'dmg'],
    ['zip', 'zip'],
  ],
  win: [['nsis', 'exe']],
  linux: [
    ['AppImage', 'AppImage'],
    ['deb', 'deb'],
    ['rpm', 'rpm'],
  ],
};

/** Some kinds call processors by names of their own. */
const archWords: Readonly<Record<string, Readonly<Record<ArchName, string>>>> = {
  AppImage: { x64: 'x86_64', arm64: 'arm64' },
  deb: { x64: 'amd64', arm64: 'arm64' },
  rpm: { x64: 'x86_64', arm64: 'aarch64' },
};

/** The pattern that the builder fills in. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: the builder's placeholders
export const artifactPattern = '${productName}-${version}-${os}-${arch}.${ext}';

export function artifactNames(system: SystemName, arch: ArchName, version: string): string[] {
  return targetsOf[system].map(
    ([target, extension]) => `${productName}-${version}-${system}-${archWords[target]?.[arch] ?? arch}.${extension}`,
  );
}

export type Artifact = {
  readonly system: SystemName;
  readonly arch: ArchName;
  /** The builder's name of its kind. */
  readonly kind: string;
  readonly name: string;
};

/** Every file of a release that a person downloads. */
export function allArtifacts(version: string): Artifact[] {
  return systems.flatMap((system) =>
    archs.flatMap((arch) => {
      const names = artifactNames(system, arch, version);
      return targetsOf[system].map(([kind], index) => ({ system, arch, kind, name: names[index] ?? '' }));
    }),
  );
}

export function allArtifactNames(version: string): string[] {
  return allArtifacts(version).map(({ name }) => name);
}
