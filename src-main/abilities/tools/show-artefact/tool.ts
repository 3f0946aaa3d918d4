// show_artefact: something to be looked at beside the chat.
import { z } from 'zod';
import type { Artefacts } from '#main/abilities/artefacts/port.ts';
import { ArtefactKind, artefactLimits, ChartSpec } from '#main/contract/artefacts.ts';
import { AppError, invalidInput } from '#main/contract/errors.ts';
import { ArtefactId } from '#main/contract/ids.ts';
import { decodeText } from '../decode-text.ts';
import { defineTool, type ToolContext } from '../port.ts';

const Input = z.strictObject({
  kind: ArtefactKind,
  title: z.string().min(1).max(120),
  content: z.string().min(1).optional(),
  path: z.string().min(1).optional(),
  /** A new version of that one. */
  id: ArtefactId.optional(),
});
type Input = z.infer<typeof Input>;

const wrong = (sentence: string) => new AppError('invalid_input', sentence, { details: { reason: 'bad_content' } });

const shape =
  '{"type":"line|bar|scatter|pie","labels":["Mon"],"series":[{"name":"high","values":[4.1]}],"y":{"label":"height","unit":"m"}}';

/** Throws what the model can mend before anybody sees an empty frame. */
function checkContent(kind: Input['kind'], content: string): void {
  if (content.length > artefactLimits.contentChars)
    throw wrong(`The content is longer than ${artefactLimits.contentChars} characters. Show a part of it.`);
  if (kind === 'svg' && !/<svg[\s>]/i.test(content)) throw wrong('There is no <svg> element in the content.');
  if (kind !== 'chart') return;
  let data: unknown;
  try {
    data = JSON.parse(content);
  } catch {
    throw wrong(`A chart is JSON like ${shape}.`);
  }
  const parsed = ChartSpec.safeParse(data);
  if (!parsed.success) throw wrong(`${invalidInput(parsed.error, 'The chart').message} It is JSON like ${shape}.`);
}

async function contentOf({ path, content }: Input, ctx: ToolContext): Promise<string> {
  if (content !== undefined) return content;
  const read = await ctx.files.read(path ?? '', { maxBytes: artefactLimits.contentChars * 4, signal: ctx.signal });
  const decoded = decodeText(read.bytes, !read.truncated);
  if (read.truncated || decoded.type !== 'text') throw wrong(`${path} is not text, or too long to be shown.`);
  return decoded.text;
}

export const createShowArtefact = (artefacts: Artefacts) =>
  defineTool({
    name: 'show_artefact',
    description:
      'Show beside the chat: html (one self-contained page, no network), svg, mermaid, markdown, csv, or chart (JSON: type, labels, series[name, values or points]). content or path; id: new version.',
    input: Input,
    async plan(input, ctx) {
      if ((input.content === undefined) === (input.path === undefined))
        throw new AppError('invalid_input', 'Give either the content or a path in the workspace.');
      if (input.content !== undefined) checkContent(input.kind, input.content);
      const path = input.path === undefined ? undefined : await ctx.workspace.resolve(input.path);
      if (path !== undefined && (await ctx.workspace.stat(path))?.kind !== 'file')
        throw new AppError('not_found', `There is no file ${path}.`);
      return {
        input: path === undefined ? input : { ...input, path },
        // What it makes lies in the chat, like the call itself.
        effects: [
          { type: 'read', target: path ?? 'artefact', ...(path === undefined ? {} : { insideWorkspace: true }) },
        ],
        shown: { type: 'text', text: input.title },
        title: { key: 'artefacts.show_call', params: { title: input.title } },
        canUndo: false,
      };
    },
    async run({ input }, ctx) {
      const content = await contentOf(input, ctx);
      checkContent(input.kind, content);
      const { sessionId, callId } = ctx;
      const { kind, title, id } = input;
      const made = await artefacts.show({
        ...{ sessionId, callId, kind, title, content },
        ...(id === undefined ? {} : { artefactId: id }),
      });
      const version = made.versions.at(-1)?.number ?? 1;
      return {
        output: `Shown beside the chat as ${made.id}, version ${version}. Change it by calling again with this id.`,
      };
    },
  });
