declare module 'tesseract.js-core/tesseract-core-simd-lstm.js' {
  namespace createModule {
    type Pix = { get_w(): number; get_h(): number; get_d(): number; get_wpl(): number; get_data(): unknown };
    type TessBaseApi = {
      Init(path: null, language: string, mode: number): number;
      /** Reads `/input`; 1 where that is no picture. */
      SetImageFile(orientation: number, angle: number): number;
      GetInputImage(): Pix;
      Recognize(monitor: null): number;
      GetUTF8Text(): string;
      MeanTextConf(): number;
    };
    type TesseractModule = {
      FS: { writeFile(path: string, bytes: Uint8Array): void };
      TessBaseAPI: new () => TessBaseApi;
      getPointer(value: unknown): number;
    };
    type Options = {
      instantiateWasm(imports: object, done: (instance: object, module: object) => void): object;
      print(line: string): void;
      printErr(line: string): void;
    };
  }
  function createModule(options: createModule.Options): Promise<createModule.TesseractModule>;
  export = createModule;
}
