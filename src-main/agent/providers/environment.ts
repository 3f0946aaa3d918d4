// Connections that the vendors' usual environment variables describe. Handed in by the app, never stored.
import { localAddress, trimmed } from './addresses.ts';
import { catalog, type VendorEntry } from './catalog.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export type EnvironmentConnection = {
  readonly vendor: VendorEntry;
  readonly baseUrl: string;
  readonly apiKey: string | undefined;
  /** The name of the variable that holds the key. */
  readonly variable: string | undefined;
};

const textIn = (environment: Environment, name: string): string | undefined => {
  const value = environment[name]?.trim();
  return value === '' ? undefined : value;
};

/** The address that a variable of this vendor names; undefined: none does, or not one that can be read. */
export function addressFrom(vendor: VendorEntry, environment: Environment): string | undefined {
  for (const name of vendor.urlVariables) {
    const value = textIn(environment, name);
    if (value === undefined) continue;
    if (vendor.local || vendor.id === 'litellm') return localAddress(value, vendor);
    return URL.canParse(value) ? trimmed(value) : undefined;
  }
  return undefined;
}

/** In the order of the catalogue. Servers on this machine are looked for instead, see find-local. */
export function environmentConnections(environment: Environment): EnvironmentConnection[] {
  return catalog.flatMap((vendor) => {
    if (vendor.local) return [];
    const address = addressFrom(vendor, environment);
    const variable = vendor.keyVariables.find(({ name }) => textIn(environment, name) !== undefined);
    if (variable === undefined && address === undefined) return [];
    return [
      {
        vendor,
        baseUrl: address ?? variable?.baseUrl ?? vendor.baseUrl,
        apiKey: variable === undefined ? undefined : textIn(environment, variable.name),
        variable: variable?.name,
      },
    ];
  });
}
