// Builds the frames in which artefacts are shown: each one document with its script inside, so that its policy needs to
// allow no address at all.
import { join } from 'node:path';
import { build, type Plugin } from 'vite';

const names = ['page', 'mermaid', 'chart'] as const;

export type FramesPlugin = Plugin & { readonly moduleIds: () => Iterable<string> };

/** Text in a script element ends at the first `</script`, also inside a string. */
const inScript = (code: string) => code.replace(/<\/(script)/gi, '<\\/$1').replaceAll('<!--', '<\\!--');

const documentOf = (code: string) => `<!doctype html>
<html>
<head><meta charset="utf-8"><title>Limpet</title></head>
<body style="margin:0"><script>${inScript(code)}</script></body>
</html>
`;

export function frames(project: string): FramesPlugin {
  const ids = new Set<string>();
  let made: Promise<ReadonlyMap<string, string>> | undefined;
  const make = async () => {
    const documents = new Map<string, string>();
    for (const name of names) {
      const result = await build({
        configFile: false,
        root: project,
        logLevel: 'error',
        define: { 'process.env.NODE_ENV': '"production"' },
        plugins: [
          {
            name: 'limpet-frame-modules',
            generateBundle() {
              for (const id of this.getModuleIds()) ids.add(id);
            },
          },
        ],
        build: {
          write: false,
          minify: true,
          copyPublicDir: false,
          lib: { entry: join(project, `src-renderer/frames/${name}.ts`), formats: ['iife'], name: 'frame' },
        },
      });
      const outputs = Array.isArray(result)
        ? result.flatMap((one) => one.output)
        : 'output' in result
          ? result.output
          : [];
      const chunks = outputs.filter((one) => one.type === 'chunk');
      if (chunks.length !== 1) throw new Error(`The frame ${name} came in ${chunks.length} pieces.`);
      documents.set(`frames/${name}.html`, documentOf(chunks[0]?.code ?? ''));
    }
    return documents;
  };
  return {
    name: 'limpet-frames',
    moduleIds: () => ids,
    async buildStart() {
      if (this.meta.watchMode) return;
      made ??= make();
      for (const [fileName, source] of await made) this.emitFile({ type: 'asset', fileName, source });
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const name = request.url?.split('?')[0]?.slice(1) ?? '';
        if (!name.startsWith('frames/')) return next();
        made ??= make();
        made.then((documents) => {
          response.setHeader('content-type', 'text/html; charset=utf-8');
          response.end(documents.get(name) ?? '');
        }, next);
      });
    },
  };
}
