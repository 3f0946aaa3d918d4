// What happens while the builder works: Electron's own default app goes; before signing the fuses are thrown, and what was
// packed is looked at, which ends the build over anything odd.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type AfterPackContext, Arch } from 'electron-builder';
import { checkPackage, type Packed, programOf } from './check-package.ts';
import { setFuses } from './fuses.ts';
import { hasKeychain, packedFiles } from './packed-files.ts';
import { type ArchName, archs, nodePlatforms, type SystemName, systems } from './targets.ts';

export type AfterPackOptions = {
  readonly project: string;
  /** A release goes nowhere without the keychain's module. */
  readonly needsKeychain: boolean;
  /** A certificate signs it after this. */
  readonly isSigned: boolean;
};

function systemOf(platform: string): SystemName {
  const system = systems.find((name) => nodePlatforms[name] === platform);
  if (system === undefined) throw new Error(`${platform} is none of ${systems.join(', ')}`);
  return system;
}

function archOf(arch: Arch): ArchName {
  const name = archs.find((one) => one === Arch[arch]);
  if (name === undefined) throw new Error(`${Arch[arch]} is none of ${archs.join(', ')}`);
  return name;
}

/** Electron brings an app that it shows when it finds no other; ours is always there. */
export function removeDefaultApp({ appOutDir, electronPlatformName }: AfterPackContext): void {
  const system = systemOf(electronPlatformName);
  // Not renamed yet.
  const resources = system === 'mac' ? 'Electron.app/Contents/Resources' : 'resources';
  rmSync(join(appOutDir, resources, 'default_app.asar'), { force: true });
}

export function createAfterPack(options: AfterPackOptions) {
  return async (context: AfterPackContext): Promise<void> => {
    const packed: Packed = {
      folder: context.appOutDir,
      system: systemOf(context.electronPlatformName),
      arch: archOf(context.arch),
    };
    const isMacHere = packed.system === 'mac' && process.platform === 'darwin';
    await setFuses({ program: programOf(packed), signAnew: isMacHere && !options.isSigned });
    const faults = await checkPackage(packed, packedFiles(options.project, packed.system, packed.arch));
    if (!hasKeychain(options.project, packed.system, packed.arch)) {
      const without = 'the module for the keychain is not built for this system (on Linux it needs libsecret-1-dev)';
      if (options.needsKeychain) faults.push(without);
      else console.warn(`Packed without keychain: ${without}`);
    }
    if (faults.length > 0) throw new Error(`${join(context.appOutDir)} is not as it should be:\n${faults.join('\n')}`);
  };
}
