// Keys for requests of the model: which hosts each is for is the person's word; the value is read when it is sent, not before.
import { z } from 'zod';
import { AppError } from '#main/contract/errors.ts';
import { type RequestKey, RequestKeyName } from '#main/contract/request-keys.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { SecretStore } from '#main/platform/secrets/port.ts';
import type { Store } from '#main/platform/store/port.ts';
import { checkPlaceInUrl, keyNamesIn } from './keys/references.ts';
import type { RequestKeys } from './port.ts';
import { covers, parseHostRule } from './proxy/host-rules.ts';

export type RequestKeysDeps = {
  readonly values: Pick<Store['settings'], 'getValue' | 'setValue'>;
  readonly secrets: Pick<SecretStore, 'get' | 'set' | 'remove' | 'keys'>;
  readonly onChange: () => void;
  readonly log: Log;
};

const place = 'egress.requestKeys';
const Stored = z.array(z.object({ name: RequestKeyName, hosts: z.array(z.string()) }));
type Stored = z.infer<typeof Stored>;
/** Shorter ones stand in ordinary text by chance, so they could not be taken out of what comes back. */
const minChars = 8;

const storeName = (name: string) => `request.${name}`;

const short = () =>
  new AppError(
    'invalid_input',
    `A key has at least ${minChars} characters. Shorter ones cannot be kept out of answers.`,
    {
      details: { reason: 'request_key_short', facts: { chars: minChars } },
    },
  );
const empty = () =>
  new AppError('invalid_input', 'There is no value for this key yet. Enter it.', {
    details: { reason: 'request_key_empty' },
  });

export function createRequestKeys(d: RequestKeysDeps): RequestKeys {
  const log = d.log.child('egress');
  const read = async (): Promise<Stored> => Stored.safeParse(await d.values.getValue(place)).data ?? [];
  const hasValue = async (name: string) => (await d.secrets.keys()).includes(storeName(name));

  const allow = (known: Stored, name: string, url: URL): void => {
    const key = known.find((one) => one.name === name);
    if (key === undefined) {
      const names = known.map((one) => one.name).join(', ');
      throw new AppError(
        'not_found',
        `There is no key ${name}. ${names === '' ? 'None is stored' : `There are: ${names}`}. The person adds keys in the settings, under Secrets.`,
        { details: { reason: 'request_key_missing', facts: { name } } },
      );
    }
    const port = Number(url.port === '' ? 443 : url.port);
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const isFor = key.hosts.some((text) => covers(parseHostRule(text), host, port));
    if (url.protocol !== 'https:' || !isFor)
      throw new AppError(
        'forbidden',
        `The key ${name} is not for ${url.origin}. It goes over https to ${key.hosts.join(', ')} alone; the person can change that in the settings, under Secrets.`,
        { details: { reason: 'request_key_host', facts: { name, host: url.host } } },
      );
  };

  return {
    async list(): Promise<RequestKey[]> {
      const kept = await d.secrets.keys().catch((): string[] => []); // locked: none can be read
      return (await read()).map(({ name, hosts }) => ({ name, hosts, stored: kept.includes(storeName(name)) }));
    },
    async save({ name, value, hosts }) {
      const rules = [...new Set(hosts.map((host) => host.trim().toLowerCase()))];
      for (const rule of rules) parseHostRule(rule);
      if (value !== undefined && [...value].length < minChars) throw short();
      if (value === undefined && !(await hasValue(name))) throw empty();
      if (value !== undefined) await d.secrets.set(storeName(name), value);
      const others = (await read()).filter((one) => one.name !== name);
      const all = [...others, { name, hosts: rules }].toSorted((a, b) => (a.name < b.name ? -1 : 1));
      await d.values.setValue(place, all);
      log.info('request key saved', { name, hosts: rules });
      d.onChange();
    },
    async remove(name) {
      await d.values.setValue(
        place,
        (await read()).filter((one) => one.name !== name),
      );
      await d.secrets.remove(storeName(name));
      log.info('request key removed', { name });
      d.onChange();
    },
    async check(texts, url) {
      checkPlaceInUrl(url.href);
      const names = keyNamesIn(texts);
      if (names.length === 0) return [];
      const known = await read();
      for (const name of names) allow(known, name, url);
      return names;
    },
    async valueFor(name, url) {
      allow(await read(), name, url);
      const value = await d.secrets.get(storeName(name));
      if (value === undefined || value === '')
        throw new AppError('unavailable', `The key ${name} is not stored any more, so the request was not sent.`, {
          details: { reason: 'secret_missing', facts: { name } },
        });
      return value;
    },
  };
}
