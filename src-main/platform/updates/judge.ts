// What a signed list means for this copy: nothing, something newer to take, or a reason to refuse it.
import { createHash } from 'node:crypto';
import { AppError } from '#main/contract/errors.ts';
import type { Manifest, ManifestFile } from './manifest.ts';
import type { Offer, UpdateTarget } from './port.ts';
import { compareVersions } from './versions.ts';

export type Here = {
  readonly version: string;
  readonly target: UpdateTarget;
  /** The list that was asked for. */
  readonly channel: Manifest['channel'];
  /** `releasedAt` of the newest list of this channel that was believed. */
  readonly newestSeen: string | undefined;
  /** Random, made here, sent nowhere: the same copy is always early or always late. */
  readonly rolloutId: string;
  readonly now: number;
};

export type Judgement =
  | { readonly type: 'offer'; readonly offer: Offer }
  /** `same`, `older`: what the list has is no step forward. `later`: it goes to other copies first. */
  | { readonly type: 'none'; readonly why: 'same' | 'older' | 'later'; readonly version: string };

function refused(reason: string, message: string, facts: Record<string, string> = {}): AppError {
  return new AppError('forbidden', message, { details: { reason, facts } });
}

/** From 0 to 99, spread evenly over copies, and drawn anew for each version. */
export function rolloutPlace(rolloutId: string, version: string): number {
  return createHash('sha256').update(`${rolloutId} ${version}`).digest().readUInt32BE(0) % 100;
}

function fileFor(files: readonly ManifestFile[], { system, arch, kind }: UpdateTarget): ManifestFile | undefined {
  return files.find((file) => file.system === system && file.arch === arch && file.kind === kind);
}

/** Throws `forbidden` with a reason for a list that this copy must not follow. */
export function judge(manifest: Manifest, here: Here): Judgement {
  const { version, channel, minimumVersion, releasedAt, expiresAt } = manifest;
  if (channel !== here.channel)
    throw refused('update_channel', 'The list of updates is one of another channel. Nothing was installed.');
  if (Date.parse(expiresAt) <= here.now)
    throw refused('update_expired', 'The list of updates has expired. Look for a newer version by hand.');
  if (here.newestSeen !== undefined && releasedAt < here.newestSeen)
    throw refused('update_older_list', 'The list of updates is older than one that was seen before. Try again later.');
  const step = compareVersions(version, here.version);
  if (step <= 0) return { type: 'none', why: step === 0 ? 'same' : 'older', version };
  if (compareVersions(here.version, minimumVersion) < 0)
    throw refused('update_minimum', `Install version ${minimumVersion} first, then ${version}.`, {
      minimum: minimumVersion,
      version,
    });
  const file = fileFor(manifest.files, here.target);
  if (file === undefined)
    throw refused('update_no_file', `Version ${version} has no file for this system. Install it by hand.`, { version });
  if (rolloutPlace(here.rolloutId, version) >= manifest.rolloutPercent) return { type: 'none', why: 'later', version };
  return { type: 'offer', offer: { version, channel, releasedAt, notes: manifest.notes, file } };
}
