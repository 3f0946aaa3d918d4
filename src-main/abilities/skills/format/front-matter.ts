// The head of a SKILL.md: YAML between two lines of three dashes, read without anything that YAML could do beyond data.

export type FrontMatter = {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly body: string;
};

const fence = /^---[ \t]*\r?\n([\s\S]*?)(?:\r?\n)?^---[ \t]*(?:\r?\n|$)/m;

/** Undefined: there is no head, or it is not YAML of names and values. */
export async function readFrontMatter(text: string): Promise<FrontMatter | undefined> {
  const plain = text.replace(/^\uFEFF/, '');
  const found = fence.exec(plain);
  if (found === null || found.index !== 0) return undefined;
  const { parseDocument } = await import('yaml');
  // Aliases could be made to grow without end; tags of YAML 1.1 could make more than data.
  const document = parseDocument(found[1] ?? '', { schema: 'core', uniqueKeys: true, merge: false });
  if (document.errors.length > 0) return undefined;
  const fields: unknown = toPlain(() => document.toJS({ maxAliasCount: 10 }));
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) return undefined;
  return { fields: { ...fields }, body: plain.slice(found[0].length).replace(/^(\r?\n)+/, '') };
}

function toPlain(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return undefined; // aliases beyond the bound
  }
}

/** The other way: a head that reads back as the same fields. */
export async function writeFrontMatter(fields: Readonly<Record<string, unknown>>, body: string): Promise<string> {
  const { stringify } = await import('yaml');
  return `---\n${stringify(fields, { lineWidth: 0 })}---\n\n${body.trimStart()}`;
}
