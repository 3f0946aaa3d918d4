// The folder that a session works in, as the renderer needs it: pick one, name files with `@`.
import { z } from 'zod';
import { SessionId } from './ids.ts';
import { command, query } from './kernel.ts';

export const workspace = {
  /** Sub-folders of a folder on the machine that runs Limpet, for picking a workspace in a browser. */
  folders: query(
    z.object({ path: z.string().max(4096).optional() }),
    z.object({
      path: z.string(),
      parent: z.string().nullable(),
      folders: z.array(z.object({ name: z.string(), path: z.string() })),
    }),
  ),
  /**
   * Makes the folder if need be and tries whether a file can be made in it; `~` stands for the home folder. `forbidden` with
   * reason `workspace_too_wide`, `protected_path` or `no_permission`, `invalid_input` with `relative_path`, `bad_path` or
   * `not_a_folder`, `unavailable` with `read_only` or `disk_full`.
   */
  prepare: command(
    z.object({ path: z.string().min(1).max(4096) }),
    z.object({ path: z.string(), created: z.boolean() }),
  ),
  /** Files of the session's workspace whose path holds the typed letters, best first. */
  files: query(
    z.object({ sessionId: SessionId, text: z.string().max(200), limit: z.number().int().min(1).max(50).default(12) }),
    z.object({ files: z.array(z.string()) }),
  ),
};
