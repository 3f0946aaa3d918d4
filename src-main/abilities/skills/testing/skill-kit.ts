// The skills room in folders of its own: a home, a data folder, a workspace, and skills written where a test wants them.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type CreatedSkills, createSkills, type SkillsDeps } from '#main/abilities/skills/create-skills.ts';
import { BlobId } from '#main/contract/ids.ts';
import { createEgress } from '#main/guard/egress/create-egress.ts';
import { createEgressProxy } from '#main/guard/egress/create-egress-proxy.ts';
import type { PublicHosts } from '#main/guard/egress/testing/public-hosts.ts';
import { createSandbox } from '#main/guard/sandbox/create-sandbox.ts';
import type { Sandbox } from '#main/guard/sandbox/port.ts';
import { systemClock } from '#main/platform/base/clock.ts';
import { silentLog } from '#main/platform/base/log.ts';

export type SkillKit = {
  readonly base: string;
  readonly home: string;
  readonly data: string;
  readonly work: string;
  readonly skills: CreatedSkills;
  /** Writes the files of a skill below `folder`; SKILL.md is made from the head and the text when it is not among them. */
  write(folder: string, name: string, o?: WrittenSkill): string;
  readonly sandbox: Sandbox;
  /** Of the secret store. */
  readonly stored: Map<string, string>;
  /** To the page of servers. */
  readonly handedOver: { text: string; source: string }[];
  /** A file that was uploaded, under an id of its own. */
  upload(name: string, bytes: Uint8Array): BlobId;
  /** Accepts what is there now, as a review would. */
  accept(key: string): Promise<void>;
  close(): Promise<void>;
};

export type WrittenSkill = {
  readonly head?: Readonly<Record<string, string>>;
  readonly text?: string;
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
};

export function putFiles(root: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

export function skillText(name: string, o: WrittenSkill = {}): string {
  const head = Object.entries({ name, description: `What ${name} is for.`, ...o.head }).map(([k, v]) => `${k}: ${v}`);
  return `---\n${head.join('\n')}\n---\n\n${o.text ?? `Do ${name}.`}\n`;
}

/** `hosts`: they stand for the internet of programs. */
export function createSkillKit({
  hosts,
  ...o
}: Partial<SkillsDeps> & { hosts?: Pick<PublicHosts, 'trust' | 'guard'> } = {}): SkillKit {
  const base = mkdtempSync(join(realpathSync(tmpdir()), 'limpet-skills-'));
  const at = (name: string) => join(base, name);
  for (const name of ['home', 'data', 'work', 'built-in']) mkdirSync(at(name));
  const stored = new Map<string, string>();
  const proxy = createEgressProxy({
    ...{ clock: systemClock, log: silentLog, ownPorts: () => [], readSecret: async (name) => stored.get(name) },
    ...(hosts === undefined ? {} : { trust: hosts.trust, ...hosts.guard }),
  });
  const sandbox = createSandbox({
    proxy,
    ...{ clock: systemClock, log: silentLog, dataFolder: at('data'), home: at('home'), platform: process.platform },
    environment: { PATH: '/usr/local/bin:/usr/bin:/bin' },
  });
  const handedOver: { text: string; source: string }[] = [];
  const uploads = new Map<string, { path: string; name: string }>();
  const upload = (id: string) => {
    const found = uploads.get(id);
    if (found === undefined) throw new Error(`no upload ${id}`);
    return found;
  };
  const keep = (name: string, bytes: Uint8Array) => {
    const id = BlobId.parse(`upload-${uploads.size}`);
    const path = join(base, id);
    writeFileSync(path, bytes);
    uploads.set(id, { path, name });
    return id;
  };
  const skills = createSkills({
    blobs: {
      info: async (id) => ({ id, name: upload(id).name, mediaType: 'application/zip', sizeBytes: 0, sha256: '' }),
      path: async (id) => upload(id).path,
      async put({ bytes, name, mediaType }) {
        const parts: Uint8Array[] = [];
        for await (const part of bytes) parts.push(part);
        const whole = Buffer.concat(parts);
        return { id: keep(name, whole), name, mediaType, sizeBytes: whole.length, sha256: '' };
      },
      async drop(ids) {
        for (const id of ids) uploads.delete(id);
      },
    },
    ...{ sandbox, egress: createEgress({ clock: systemClock, log: silentLog, ownPorts: () => [] }) },
    secrets: {
      keys: async () => [...stored.keys()],
      set: async (name, value) => void stored.set(name, value),
      remove: async (name) => void stored.delete(name),
    },
    servers: {
      handOver: async (o) => {
        handedOver.push(o);
        return [];
      },
      takeBack: async (source) => {
        handedOver.splice(0, handedOver.length, ...handedOver.filter((one) => one.source !== source));
      },
    },
    ...{ dataFolder: at('data'), home: at('home'), builtIn: at('built-in'), freshMs: 0 },
    ...{ clock: systemClock, log: silentLog, workspaceOf: async () => at('work') },
    ...o,
  });
  return {
    ...{ sandbox, stored, handedOver },
    upload: keep,
    ...{ base, home: at('home'), data: at('data'), work: at('work'), skills },
    write(folder, name, written = {}) {
      const root = join(base, folder, name);
      putFiles(root, { 'SKILL.md': skillText(name, written), ...written.files });
      return root;
    },
    async accept(key) {
      const { skill } = await skills.book.find(key);
      await skills.book.change((before) => ({
        ...before,
        skills: { ...before.skills, [key]: { hash: skill.hash, enabled: true, acceptedAt: 1, files: {} } },
      }));
    },
    async close() {
      await sandbox.close();
      await proxy.close();
      rmSync(base, { recursive: true, force: true });
    },
  };
}
