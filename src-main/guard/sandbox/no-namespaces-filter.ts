// A seccomp program that forbids new user namespaces, for a bubblewrap that is too old to do it itself (before 0.8).

const cloneNewUser = 0x10000000;
const allow = 0x7fff0000;
const errno = (code: number) => 0x00050000 | code;
const killProcess = 0x80000000;
const EPERM = 1;
const ENOSYS = 38;

type Instruction = readonly [code: number, ifTrue: number, ifFalse: number, value: number];
const load = (offset: number): Instruction => [0x20, 0, 0, offset];
const equals = (value: number, ifTrue: number, ifFalse: number): Instruction => [0x15, ifTrue, ifFalse, value];
const hasBits = (value: number, ifTrue: number, ifFalse: number): Instruction => [0x45, ifTrue, ifFalse, value];
const answer = (value: number): Instruction => [0x06, 0, 0, value];

type Machine = { readonly audit: number; readonly clone: number; readonly unshare: number; readonly setns: number };
const machines: Readonly<Record<string, Machine>> = {
  x64: { audit: 0xc000003e, clone: 56, unshare: 272, setns: 308 },
  arm64: { audit: 0xc00000b7, clone: 220, unshare: 97, setns: 268 },
};
const clone3 = 435;
const x32Bit = 0x40000000;

/**
 * Undefined on machines whose system call numbers are not known here. A process of another architecture is killed: its
 * numbers mean something else. `clone3` takes its flags in memory that a filter cannot read: libraries fall back to `clone`.
 */
export function noNamespacesFilter(arch: string): Uint8Array | undefined {
  const machine = Object.hasOwn(machines, arch) ? machines[arch] : undefined;
  if (machine === undefined) return undefined;
  const program: Instruction[] = [
    load(4),
    equals(machine.audit, 1, 0),
    answer(killProcess),
    load(0),
    ...(arch === 'x64' ? [hasBits(x32Bit, 7, 0)] : []),
    equals(clone3, 6, 0),
    equals(machine.setns, 4, 0),
    equals(machine.clone, 1, 0),
    equals(machine.unshare, 0, 4),
    load(16),
    hasBits(cloneNewUser, 0, 2),
    answer(errno(EPERM)),
    answer(errno(ENOSYS)),
    answer(allow),
  ];
  const bytes = Buffer.alloc(program.length * 8);
  for (const [index, [code, ifTrue, ifFalse, value]] of program.entries()) {
    bytes.writeUInt16LE(code, index * 8);
    bytes.writeUInt8(ifTrue, index * 8 + 2);
    bytes.writeUInt8(ifFalse, index * 8 + 3);
    bytes.writeUInt32LE(value >>> 0, index * 8 + 4);
  }
  return bytes;
}
