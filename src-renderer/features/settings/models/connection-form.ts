// The form that connects a vendor or an address: what was typed, what is wrong with it, and the command it becomes.
import { VendorId } from '#main/contract/models.ts';

export type ConnectionDraft = { readonly name: string; readonly address: string; readonly key: string };
export type ConnectionField = keyof ConnectionDraft;
/** Catalogue keys by field; empty when the form can be sent. */
export type ConnectionErrors = Partial<Record<ConnectionField, string>>;
export type ConnectionPurpose =
  | { readonly type: 'vendor'; readonly needsKey: boolean }
  | { readonly type: 'custom'; readonly taken: readonly string[] }
  | { readonly type: 'key' }
  | { readonly type: 'address' };

export const emptyDraft: ConnectionDraft = { name: '', address: '', key: '' };

/** The fields that a form of this purpose shows, in order. */
export function fieldsOf(purpose: ConnectionPurpose): readonly ConnectionField[] {
  switch (purpose.type) {
    case 'vendor':
      return purpose.needsKey ? ['key'] : ['address', 'key'];
    case 'custom':
      return ['name', 'address', 'key'];
    case 'key':
      return ['key'];
    case 'address':
      return ['address'];
  }
}

/** A connection's id from its name: `Büro Server 2` becomes `buero-server-2`; undefined when no letter or digit is left. */
export function connectionIdFrom(name: string): string | undefined {
  const plain = name
    .toLowerCase()
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replaceAll(/^-+|-+$/g, '');
  return VendorId.safeParse(plain).success ? plain : undefined;
}

function isHttpAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return (protocol === 'http:' || protocol === 'https:') && hostname !== '';
}

/** Programs on this machine and other addresses may want a key or not; only they know. */
export function isKeyNeeded(purpose: ConnectionPurpose): boolean {
  return purpose.type === 'key' || (purpose.type === 'vendor' && purpose.needsKey);
}

export function connectionErrors(draft: ConnectionDraft, purpose: ConnectionPurpose): ConnectionErrors {
  const errors: ConnectionErrors = {};
  const fields = fieldsOf(purpose);
  if (purpose.type === 'custom') {
    const id = connectionIdFrom(draft.name);
    if (id === undefined) errors.name = 'settings.connection_name_wrong';
    else if (purpose.taken.includes(id)) errors.name = 'settings.connection_name_taken';
  }
  if (fields.includes('address') && !isHttpAddress(draft.address.trim())) {
    errors.address = 'settings.connection_address_wrong';
  }
  if (isKeyNeeded(purpose) && draft.key.trim() === '') {
    errors.key = 'settings.connection_key_missing';
  }
  return errors;
}

/** The field of the form that an `invalid_input` of `models.connect` is about. */
export function fieldOfPath(path: readonly (string | number)[] | undefined): ConnectionField | undefined {
  switch (path?.[0]) {
    case 'apiKey':
      return 'key';
    case 'baseUrl':
      return 'address';
    case 'label':
    case 'connectionId':
      return 'name';
    default:
      return undefined;
  }
}
