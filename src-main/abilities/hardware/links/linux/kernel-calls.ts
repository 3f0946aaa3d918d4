// The system calls that buses of Linux need and Node lacks, by koffi. Only for a process of its own: a wrong address ends it.
import { createRequire } from 'node:module';
import { getSystemErrorName } from 'node:util';

export interface KernelCalls {
  /** Where structures for the kernel are laid out; it stays where it is as long as the process lives. */
  readonly memory: Buffer;
  /** Of a place in `memory`, as the kernel sees it. */
  address(offset: number): bigint;
  /** Bytes of an address. */
  readonly addressBytes: 4 | 8;
  /** Writes the address of a place into a structure. */
  writeAddress(offset: number, target: number): void;
  /** Errors: a `KernelError`, as of the next two. */
  open(path: string): number;
  ioctl(descriptor: number, request: number, argument: bigint): number;
  close(descriptor: number): void;
}

/** `code` as the system calls it: `ENXIO`. */
export class KernelError extends Error {
  readonly code: string;
  constructor(code: string) {
    super(`The kernel answered ${code}.`);
    this.code = code;
  }
}

const memoryBytes = 65_536;
/** To read and write, and not handed on to programs that are started. */
const openFlags = 0o2 | 0o2000000;

/** Throws where koffi has no build for this machine. */
export function loadKernelCalls(): KernelCalls {
  const koffi: typeof import('koffi') = createRequire(import.meta.url)('koffi');
  const library = koffi.load(null);
  const open = library.func('int open(const char *path, int flags)');
  const ioctl = library.func('int ioctl(int descriptor, unsigned long request, uintptr_t argument)');
  const close = library.func('int close(int descriptor)');
  const memory = Buffer.alloc(memoryBytes);
  const base = BigInt(koffi.address(memory));
  const addressBytes = koffi.sizeof('void *') === 8 ? 8 : 4;
  const checked = (result: number): number => {
    if (result < 0) throw new KernelError(getSystemErrorName(-koffi.errno()));
    return result;
  };
  const address = (offset: number) => base + BigInt(offset);
  return {
    memory,
    address,
    addressBytes,
    writeAddress(offset, target) {
      if (addressBytes === 8) memory.writeBigUInt64LE(address(target), offset);
      else memory.writeUInt32LE(Number(address(target)), offset);
    },
    open: (path) => checked(open(path, openFlags)),
    ioctl: (descriptor, request, argument) => checked(ioctl(descriptor, request, argument)),
    close: (descriptor) => void checked(close(descriptor)),
  };
}
