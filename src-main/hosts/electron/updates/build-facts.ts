// What the packed app says about itself: where updates come from, which keys sign them, which of the release's files it is.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseJson } from '#main/platform/base/json.ts';
import type { UpdateTarget } from '#main/platform/updates/port.ts';

export type BuildFacts = { readonly feedUrl: string; readonly keys: readonly string[] };

/** Written by the packer (build/packaging/configuration.ts). */
const Packed = z.object({ limpet: z.object({ feedUrl: z.string(), updateKeys: z.array(z.string()) }) });

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined; // not there
  }
}

/** Of the `package.json` beside the bundles; sources have no such facts, and take no updates. */
export function readBuildFacts(project: string): BuildFacts {
  const packed = Packed.safeParse(parseJson(readText(join(project, 'package.json')) ?? '')).data;
  return { feedUrl: packed?.limpet.feedUrl ?? '', keys: packed?.limpet.updateKeys ?? [] };
}

export type Installation = {
  readonly isPackaged: boolean;
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  /** Where Electron keeps what is packed beside the app. */
  readonly resources: string;
  /** The AppImage that the app was started from. */
  readonly appImage: string | undefined;
};

function linuxKind({ appImage, resources }: Installation): string | undefined {
  if (appImage !== undefined && appImage !== '') return 'AppImage';
  // The packer leaves a word about the kind of package; without it, the app was unpacked by hand.
  return readText(join(resources, 'package-type'))?.trim();
}

/** Undefined for what was not installed from a file of a release. */
export function findTarget(installation: Installation): UpdateTarget | undefined {
  const { isPackaged, platform, arch } = installation;
  if (!isPackaged || (arch !== 'x64' && arch !== 'arm64')) return undefined;
  if (platform === 'darwin') return { system: 'mac', arch, kind: 'zip' };
  if (platform === 'win32') return { system: 'win', arch, kind: 'nsis' };
  const kind = platform === 'linux' ? linuxKind(installation) : undefined;
  return kind === undefined ? undefined : { system: 'linux', arch, kind };
}
