// The engine that decodes pictures and recognises text in them: WebAssembly and data that come with the app.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gunzipSync } from 'node:zlib';
import type { Pix, TessBaseApi, TesseractModule } from 'tesseract.js-core/tesseract-core-simd-lstm.js';
import { unreadable } from '../failure.ts';

/** Beside the bundle, or in the packages while the sources run as they are. */
function resource(bundled: string, inPackages: string): Uint8Array {
  const { url } = import.meta;
  if (url.endsWith('.ts')) return readFileSync(createRequire(url).resolve(inPackages));
  return readFileSync(new URL(/\/chunks\/[^/]+$/.test(url) ? bundled : bundled.slice(1), url));
}

export type PictureEngine = {
  readonly api: TessBaseApi;
  /** Decodes a file into pixels. Errors: `damaged`. */
  load(bytes: Uint8Array, orientation: number): Pix;
  /** Rows of 32-bit RGBA, in words whose highest byte is red. */
  pixels(pix: Pix): Uint32Array;
};

type Memory = { readonly buffer: ArrayBuffer };
type WebAssemblyApi = {
  readonly Memory: new () => Memory;
  instantiate(
    bytes: Uint8Array,
    imports: object,
  ): Promise<{ instance: { readonly exports: Readonly<Record<string, unknown>> }; module: object }>;
};
// The types of Node leave it to those of browsers, which the core does without.
const assembly: WebAssemblyApi = Reflect.get(globalThis, 'WebAssembly');
const isMemory = (value: unknown): value is Memory => value instanceof assembly.Memory;

/** Takes about a second: it decodes pictures only once it could read them too. */
export async function openPictureEngine(): Promise<PictureEngine> {
  const { default: createModule } = await import('tesseract.js-core/tesseract-core-simd-lstm.js');
  const wasm = resource('../ocr/tesseract-core.wasm', 'tesseract.js-core/tesseract-core-simd-lstm.wasm');
  let memory: Memory | undefined;
  const quiet = () => {};
  const module: TesseractModule = await createModule({
    print: quiet,
    printErr: quiet,
    instantiateWasm(imports, done) {
      void assembly.instantiate(wasm, imports).then(({ instance, module: compiled }) => {
        memory = Object.values(instance.exports).find(isMemory);
        done(instance, compiled);
      });
      return {};
    },
  });
  const api = new module.TessBaseAPI();
  const data = resource('../ocr/eng.traineddata.gz', '@tesseract.js-data/eng/4.0.0_best_int/eng.traineddata.gz');
  module.FS.writeFile('eng.traineddata', gunzipSync(data));
  if (api.Init(null, 'eng', 1) !== 0) throw new Error('The text recognition did not start.');
  return {
    api,
    load(bytes, orientation) {
      module.FS.writeFile('/input', bytes);
      if (api.SetImageFile(orientation, 0) === 1) throw unreadable('damaged', 'This picture cannot be decoded.');
      return api.GetInputImage();
    },
    pixels(pix) {
      if (memory === undefined) throw new Error('The picture engine has no memory.');
      const start = module.getPointer(pix.get_data());
      return new Uint32Array(memory.buffer, start, pix.get_wpl() * pix.get_h());
    },
  };
}
