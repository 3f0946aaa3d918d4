// Electron's fuses: switches in its binary that are thrown once, before it is signed.
import { FuseState, FuseV1Options, FuseVersion, flipFuses, getCurrentFuseWire } from '@electron/fuses';

type FuseName = keyof typeof FuseV1Options;

/** True: on. Every fuse that Electron has must stand here; one that is missing ends the build. */
export const fuseTable: Readonly<Record<FuseName, boolean>> = {
  // With it, ELECTRON_RUN_AS_NODE turns the signed app into a Node for anybody's script.
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  // macOS and Windows check what they load from app.asar against a hash in the signed program.
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  // Pages come over `app://`; files get no more rights than a browser gives them.
  GrantFileProtocolExtraPrivileges: false,
  // Electron's own default: memory errors of WebAssembly are caught by the processor instead of by checks.
  WasmTrapHandlers: true,
};

const indexOf = (name: FuseName): FuseV1Options => FuseV1Options[name];
const names = Object.keys(fuseTable).filter((name): name is FuseName => name in FuseV1Options);

async function readWire(program: string): Promise<ReadonlyMap<number, number>> {
  const { version, ...wire } = await getCurrentFuseWire(program);
  if (version !== FuseVersion.V1)
    throw new Error(`${program} has fuses of version ${version}, which nobody here knows`);
  return new Map(Object.entries(wire).map(([index, state]) => [Number(index), Number(state)]));
}

/** One sentence for each fuse that is not as the table has it, and for each that the table does not know. */
export async function findFuseFaults(program: string): Promise<string[]> {
  const wire = await readWire(program);
  const faults: string[] = [];
  for (const [index, state] of wire) {
    const name = names.find((one) => indexOf(one) === index);
    if (name === undefined) faults.push(`fuse ${index} is in no table`);
    else if (state === FuseState.REMOVED) faults.push(`${name} is gone from Electron: find out what holds now`);
    else if (state !== (fuseTable[name] ? FuseState.ENABLE : FuseState.DISABLE))
      faults.push(`${name} is not ${fuseTable[name] ? 'on' : 'off'}`);
  }
  if (wire.size === 0) faults.push('there are no fuses');
  return faults;
}

export type FuseOptions = {
  /** The program, or the `.app` folder on macOS. */
  readonly program: string;
  /** macOS on ARM starts nothing whose signature does not fit; where no certificate follows, an empty one is made. */
  readonly signAnew: boolean;
};

/** Sets them all and reads them back. Throws when one is unknown or gone, before anything is changed, or not as wanted. */
export async function setFuses({ program, signAnew }: FuseOptions): Promise<void> {
  const wire = await readWire(program);
  const unknown = [...wire.keys()].filter((index) => !names.some((name) => indexOf(name) === index));
  if (unknown.length > 0) throw new Error(`${program} has fuses that are in no table: ${unknown.join(', ')}`);
  const gone = names.filter((name) => wire.get(indexOf(name)) === FuseState.REMOVED);
  if (gone.length > 0)
    throw new Error(`${program} has no fuse any more for ${gone.join(', ')}: find out what holds now`);
  // An older Electron has a shorter wire; asking for more than it has is an error of the library.
  const wanted = names.filter((name) => wire.has(indexOf(name)));
  await flipFuses(program, {
    version: FuseVersion.V1,
    resetAdHocDarwinSignature: signAnew,
    ...Object.fromEntries(wanted.map((name) => [indexOf(name), fuseTable[name]])),
  });
  const faults = await findFuseFaults(program);
  if (faults.length > 0) throw new Error(`Fuses of ${program}: ${faults.join(', ')}`);
}
