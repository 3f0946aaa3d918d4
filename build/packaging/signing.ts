// How a package is signed, by what the environment holds. The secrets themselves are read by the tools that sign.
import type { Configuration } from 'electron-builder';
import type { Environment } from './identity.ts';
import type { SystemName } from './targets.ts';

export type Signing = {
  readonly isSigned: boolean;
  /** The build ends rather than make an unsigned package. */
  readonly isRequired: boolean;
  readonly mac: NonNullable<Configuration['mac']>;
  readonly win: NonNullable<Configuration['win']>;
};

const azure = [
  'LIMPET_AZURE_ENDPOINT',
  'LIMPET_AZURE_ACCOUNT',
  'LIMPET_AZURE_PROFILE',
  'LIMPET_AZURE_PUBLISHER',
] as const;
const appleKey = ['APPLE_API_KEY', 'APPLE_API_KEY_ID', 'APPLE_API_ISSUER'] as const;
const appleId = ['APPLE_ID', 'APPLE_APP_SPECIFIC_PASSWORD', 'APPLE_TEAM_ID'] as const;

/** All of them, none (undefined), or an error that names what is missing: half a set is a mistake, not a choice. */
function takeAll<Name extends string>(
  environment: Environment,
  names: readonly Name[],
): Readonly<Record<Name, string>> | undefined {
  const given = names.filter((name) => (environment[name] ?? '') !== '');
  if (given.length === 0) return undefined;
  const missing = names.filter((name) => !given.includes(name));
  if (missing.length > 0) throw new Error(`${missing.join(' and ')} missing beside ${given.join(' and ')}`);
  return Object.fromEntries(names.map((name) => [name, environment[name] ?? ''])) as Record<Name, string>;
}

function describeMac(environment: Environment, isRequired: boolean): Pick<Signing, 'isSigned' | 'mac'> {
  const isSigned = Boolean(environment.CSC_LINK || environment.CSC_NAME);
  const canNotarise = (takeAll(environment, appleKey) ?? takeAll(environment, appleId)) !== undefined;
  if (isRequired && !(isSigned && canNotarise))
    throw new Error(`A release for macOS needs CSC_LINK, and ${appleKey.join(', ')} or ${appleId.join(', ')}`);
  // Without a certificate there is nobody whose libraries could be told from others', so the hardened runtime would
  // refuse Electron's own.
  return { isSigned, mac: { hardenedRuntime: isSigned, notarize: isSigned && canNotarise } };
}

function describeWindows(environment: Environment, isRequired: boolean): Pick<Signing, 'isSigned' | 'win'> {
  const service = takeAll(environment, azure);
  const hasCertificate = Boolean(environment.WIN_CSC_LINK || environment.CSC_LINK);
  if (isRequired && service === undefined && !hasCertificate)
    throw new Error(`A release for Windows needs WIN_CSC_LINK, or ${azure.join(', ')}`);
  if (service === undefined) {
    return { isSigned: hasCertificate, win: { signtoolOptions: { signingHashAlgorithms: ['sha256'] } } };
  }
  const azureSignOptions = {
    endpoint: service.LIMPET_AZURE_ENDPOINT,
    codeSigningAccountName: service.LIMPET_AZURE_ACCOUNT,
    certificateProfileName: service.LIMPET_AZURE_PROFILE,
    publisherName: service.LIMPET_AZURE_PUBLISHER,
  };
  return { isSigned: true, win: { azureSignOptions } };
}

/** Throws when a release lacks what it is signed with; LIMPET_ALLOW_UNSIGNED=1 makes one that systems warn about. */
export function describeSigning(system: SystemName, environment: Environment, isRelease: boolean): Signing {
  const isRequired = isRelease && environment.LIMPET_ALLOW_UNSIGNED !== '1' && system !== 'linux';
  if (system === 'mac') return { isRequired, win: {}, ...describeMac(environment, isRequired) };
  if (system === 'win') return { isRequired, mac: {}, ...describeWindows(environment, isRequired) };
  return { isSigned: false, isRequired: false, mac: {}, win: {} };
}
