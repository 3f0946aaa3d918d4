// The folders of a process as lists, for back ends that take rules instead of mounts; read from the one plan of mounts.
import type { FolderBinds } from './workspace-binds.ts';

export type FolderAccess = {
  /** Readable and writable. */
  readonly write: readonly string[];
  /** Inside them: to be read and not written. */
  readonly readOnly: readonly string[];
  /** Inside them: neither. */
  readonly hidden: readonly string[];
};

/** `--bind`, `--ro-bind` and `--tmpfs` of `writableBinds`, whose source is the place itself, or nothing. */
export function folderAccess(plans: readonly FolderBinds[]): FolderAccess {
  const write: string[] = [];
  const readOnly: string[] = [];
  const hidden: string[] = [];
  for (const { binds } of plans) {
    for (let at = 0; at < binds.length; ) {
      const [flag, first = '', second = ''] = binds.slice(at, at + 3);
      if (flag === '--bind') write.push(second);
      else if (flag === '--ro-bind') (first === '/dev/null' ? hidden : readOnly).push(second);
      else if (flag === '--tmpfs') hidden.push(first);
      at += flag === '--bind' || flag === '--ro-bind' ? 3 : 2;
    }
  }
  return { write, readOnly, hidden };
}
