// Keys of twelve formats, one for each place where a key can turn up, and the search for them in whatever is on a disk.
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

export const formats = [
  'openai',
  'anthropic',
  'google',
  'github',
  'slack',
  'aws',
  'jwt',
  'pem',
  'telegram',
  'hex',
  'base64',
  'url',
] as const;
export type Format = (typeof formats)[number];

/** `stored` and `environment` are known to Limpet; the others are words of a person, a file, a page or a vendor. */
export const places = ['stored', 'environment', 'prompt', 'tool', 'fetched', 'vendor', 'name'] as const;
export type Place = (typeof places)[number];

export type Canary = {
  readonly place: Place;
  readonly format: Format;
  readonly value: string;
  /** What gives it away: the parts that are secret, without a beginning that all keys of the format share. */
  readonly cores: readonly string[];
};

const letters = (count: number) =>
  [...randomBytes(count)].map((byte) => 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ'[byte % 48]).join('');
const base64url = (bytes: number) => randomBytes(bytes).toString('base64url').replaceAll(/[-_]/g, 'x');

function make(format: Format): Pick<Canary, 'value' | 'cores'> {
  const secret = letters(28);
  const whole = (value: string) => ({ value, cores: [secret] });
  switch (format) {
    case 'openai':
      return whole(`sk-proj-${secret}`);
    case 'anthropic':
      return whole(`sk-ant-api03-${secret}`);
    case 'google':
      return whole(`AIzaSy${secret}01234`);
    case 'github':
      return whole(`ghp_${secret}`);
    case 'slack':
      return whole(`xoxb-12345678901-${secret}`);
    case 'aws': {
      const id = letters(16).toUpperCase();
      return { value: `AKIA${id}`, cores: [id] };
    }
    case 'jwt': {
      const payload = base64url(24);
      return { value: `eyJhbGciOiJIUzI1NiJ9.${payload}.${secret}`, cores: [payload, secret] };
    }
    case 'pem': {
      const lines = [0, 1, 2].map(() => base64url(48));
      return { value: `-----BEGIN PRIVATE KEY-----\n${lines.join('\n')}\n-----END PRIVATE KEY-----\n`, cores: lines };
    }
    case 'telegram':
      return whole(`7123456789:AA${secret}01234`);
    case 'hex': {
      const hex = randomBytes(32).toString('hex');
      return { value: hex, cores: [hex] };
    }
    case 'base64': {
      // Without the one letter that a file's name cannot hold.
      const text = randomBytes(33).toString('base64').replaceAll('/', '+');
      return { value: text, cores: [text] };
    }
    case 'url':
      return whole(`postgres://ada:${secret}@db.invalid:5432/sea`);
  }
}

export function makeCanaries(): Canary[] {
  return places.flatMap((place) => formats.map((format) => ({ place, format, ...make(format) })));
}

/** The middle of a core: also what is left when somebody has cut off or masked its ends. */
const middle = (core: string) => core.slice(3, -3);

/** The bytes of a text in every form that a program might write it in. */
export function formsOf(core: string): ReadonlyMap<string, Buffer> {
  const text = middle(core);
  const bytes = Buffer.from(text);
  const forms = new Map<string, Buffer>();
  const add = (name: string, form: string | Buffer) =>
    forms.set(name, Buffer.isBuffer(form) ? form : Buffer.from(form));
  add('raw', text);
  add('hex', bytes.toString('hex'));
  add('HEX', bytes.toString('hex').toUpperCase());
  add('utf16le', Buffer.from(text, 'utf16le'));
  add('utf16be', Buffer.from(text, 'utf16le').swap16());
  add('url', encodeURIComponent(text));
  add('json', JSON.stringify(text).slice(1, -1));
  // As it stands inside the base64 of something longer: the ends of each alignment mix with their neighbours.
  for (const offset of [0, 1, 2]) {
    const inside = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .slice(4, -4);
    add(`base64+${offset}`, inside);
    add(`base64url+${offset}`, inside.replaceAll('+', '-').replaceAll('/', '_'));
  }
  return forms;
}

export type Finding = { readonly canary: string; readonly form: string; readonly where: string };
export type Source = { readonly where: string; readonly bytes: Buffer };

export function filesBelow(root: string): Source[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ where: relative(root, path), bytes: readFileSync(path) }));
}

/** Letter case does not hide a canary: an index for searching folds it. */
export function search(canaries: readonly Canary[], sources: readonly Source[]): Finding[] {
  const findings: Finding[] = [];
  for (const { where, bytes } of sources) {
    const folded = Buffer.from(bytes.toString('latin1').toLowerCase(), 'latin1');
    for (const canary of canaries)
      for (const core of canary.cores) {
        const hits = [...formsOf(core)].filter(([, form]) => bytes.includes(form)).map(([name]) => name);
        if (folded.includes(middle(core).toLowerCase()) && !hits.includes('raw')) hits.push('case folded');
        for (const form of hits) findings.push({ canary: `${canary.place} ${canary.format}`, form, where });
      }
  }
  return findings;
}
