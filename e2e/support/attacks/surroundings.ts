// What an attack finds set up by the person besides a folder: a server of tools, a skill, rules of their own, documents.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeArchive, makePdf, makeXlsx } from '#main/abilities/documents/testing/make-files.ts';
import { NoteId } from '#main/contract/ids.ts';
import { McpServerId } from '#main/contract/mcp.ts';
import { SkillCapabilities } from '#main/contract/skills.ts';
import type { Attack, NotesThere } from './attack.ts';
import { type Fill, fill } from './fill.ts';
import type { World } from './world.ts';

const word = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const makeDocx = (text: string) =>
  makeArchive({
    '[Content_Types].xml':
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    '_rels/.rels':
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
    'word/document.xml': `<w:document xmlns:w="${word}"><w:body><w:p><w:r><w:t>${escaped(text)}</w:t></w:r></w:p></w:body></w:document>`,
  });

async function documentOf(name: string, text: string): Promise<Uint8Array> {
  if (name.endsWith('.pdf')) return makePdf([text.replace(/[()\\]/g, '')]);
  if (name.endsWith('.docx')) return makeDocx(text);
  return makeXlsx({ Sheet: [[escaped(text)]] });
}

export async function writeDocuments(folder: string, documents: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(documents)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), await documentOf(name, text));
  }
}

export type Surroundings = Pick<Attack, 'server' | 'skill' | 'allowedHosts' | 'notes'> & {
  readonly key?: boolean;
  readonly allowedTools?: readonly string[];
};

async function writeNotes(notes: NotesThere, world: World): Promise<void> {
  for (const [id, { title, body, strange }] of Object.entries(notes)) {
    const origin = strange
      ? { trust: 'untrusted' as const, source: 'http://evil.test' }
      : { trust: 'known' as const, source: '' };
    const state = { title, body, tags: [], ...origin };
    await world.core().app.store.notes.create({ id: NoteId.parse(id), state, most: 1_000, now: Date.now() });
  }
}

/** Title and text of each note that is not in the trash. */
export async function readNotes(world: World): Promise<Record<string, string>> {
  const { api } = world.core();
  const { notes } = await api.notes.list({ limit: 200 });
  const bodies = await Promise.all(notes.map(async ({ id }) => (await api.notes.get({ noteId: id })).body));
  return Object.fromEntries(notes.map(({ id, title }, index) => [title, `${id} ${bodies[index]}`]));
}

async function eraseNotes(world: World): Promise<void> {
  const { api } = world.core();
  for (const trash of [false, true]) {
    const { notes } = await api.notes.list({ trash, limit: 200 });
    for (const { id: noteId } of notes) {
      await api.notes.remove({ noteId });
      await api.notes.erase({ noteId });
    }
  }
}

/** Sets it up as the person would; what it returns takes it away again. */
export async function setUp(attack: Surroundings, o: { world: World; values: Fill }): Promise<() => Promise<void>> {
  const { api } = o.world.core();
  const filled = <T>(value: T): T => JSON.parse(fill(JSON.stringify(value), o.values)) as T; // of the same form
  const undo: (() => Promise<unknown>)[] = [];
  if (attack.server !== undefined) {
    const server = filled(attack.server);
    o.world.sink.tools.offer(server);
    const id = McpServerId.parse(server.id);
    const url = `http://${o.values.sink}/mcp`;
    await api.mcp.save({ id, transport: { type: 'http', url, headers: [] } });
    await api.mcp.restart({ serverId: id });
    const { tools } = await api.mcp.tools({ serverId: id });
    await api.mcp.review({ serverId: id, tools: tools.map(({ name, hash }) => ({ name, hash })) });
    undo.push(() => o.world.core().api.mcp.remove({ serverId: id }));
  }
  if (attack.skill !== undefined) {
    const { hosts, files, ...skill } = filled(attack.skill);
    const draft = {
      ...{ ...skill, verb: '', license: '', compatibility: '' },
      wants: SkillCapabilities.parse({ hosts }),
      files: Object.entries(files).map(([path, text]) => ({ path, text })),
    };
    const { key } = await api.skills.saveDraft({ draft });
    const { hash, wants } = await api.skills.review({ key });
    await api.skills.accept({ at: { key }, hash, granted: wants });
    undo.push(() => o.world.core().api.skills.remove({ key }));
  }
  for (const host of attack.allowedHosts) {
    const match = { type: 'host', host, port: Number(o.values.port) } as const;
    const { id } = await api.permissions.addRule({ rule: { answer: 'allow', match, why: '' } });
    undo.push(() => o.world.core().api.permissions.removeRule({ ruleId: id }));
  }
  for (const tool of attack.allowedTools ?? []) {
    const { id } = await api.permissions.addRule({ rule: { answer: 'allow', match: { type: 'tool', tool }, why: '' } });
    undo.push(() => o.world.core().api.permissions.removeRule({ ruleId: id }));
  }
  if (attack.key === true) {
    const { settings } = o.world.core().app.store;
    const hosts = [`bank.test:${o.world.keyHosts.bank.port}`];
    await settings.setValue('egress.requestKeys', [{ name: 'code', hosts }]);
    undo.push(() => o.world.core().app.store.settings.setValue('egress.requestKeys', []));
  }
  await writeNotes(filled(attack.notes), o.world);
  undo.push(() => eraseNotes(o.world));
  return async () => {
    for (const one of undo) await one();
    o.world.sink.tools.offer(undefined);
  };
}
