// The parts of MicroPython for WebAssembly that tests use; it comes without types.
declare module '@micropython/micropython-webassembly-pyscript' {
  export function loadMicroPython(options: {
    heapsize?: number;
    linebuffer?: boolean;
    stdout?: (data: Uint8Array) => void;
  }): Promise<{
    /** Throws what the program raises. */
    runPython(code: string): unknown;
    readonly globals: { get(name: string): unknown };
    registerJsModule(name: string, value: object): void;
    replInit(): void;
    replProcessChar(code: number): number;
  }>;
}
