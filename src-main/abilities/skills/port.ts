// Skills as the loop and other rooms see them: what the prompt says of them, and one that was opened.
import type { Skill } from '#main/contract/skills.ts';

export type SkillFileEntry = { readonly path: string; readonly sizeBytes: number; readonly sha256: string };

/** A ready skill whose files were read anew and are those that the person accepted. */
export interface OpenSkill {
  readonly skill: Skill;
  readonly root: string;
  readonly files: readonly SkillFileEntry[];
  /** The instructions, without the head. */
  readonly body: string;
  /** One of `files`; the bytes are those of its hash. `not_found`, `conflict` with reason `skill_changed`. */
  read(path: string): Promise<Uint8Array>;
}

export interface Skills {
  list(o: { workspace?: string | undefined }): Promise<readonly Skill[]>;
  /** By name, or by key. `not_found` for one that is not there or not ready, `conflict` with reason `skill_changed`. */
  open(name: string, o: { workspace?: string | undefined }): Promise<OpenSkill>;
  /** What the system prompt says: one line a skill, bounded; '' where there is none. Never rejects. */
  prompt(workspace: string): Promise<string>;
  onChange(listener: () => void): () => void;
}
