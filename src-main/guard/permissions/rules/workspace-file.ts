// Rules of a folder: `.limpet/permissions.json` in it may deny and ask. A broken file is said, and nothing runs by itself.
import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { RuleId } from '#main/contract/ids.ts';
import type { WorkspaceRules } from '#main/contract/permissions.ts';
import { RuleAnswer, RuleMatch, type Words } from '#main/contract/policy.ts';
import { hashOf, parseJson } from '#main/platform/base/json.ts';

export const workspaceFileName = '.limpet/permissions.json';
const maxBytes = 256 * 1024;

const FileRule = z.strictObject({
  answer: RuleAnswer,
  match: RuleMatch,
  why: z.string().max(500).default(''),
});
const RulesFile = z.strictObject({ rules: z.array(FileRule).max(500) });

export type FileRule = z.infer<typeof FileRule> & { readonly id: RuleId };
export type WorkspaceFile = WorkspaceRules & { readonly rules: readonly FileRule[] };

const problem = (key: string, params: Record<string, string> = {}): Words => ({ key, params });

function parse(path: string, text: string): WorkspaceFile {
  const broken = (words: Words): WorkspaceFile => ({ path, state: 'broken', problem: words, rules: [] });
  const json = parseJson(text.replace(/^\u{FEFF}/u, ''));
  if (json === undefined) return broken(problem('policy.file_not_json'));
  const parsed = RulesFile.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const at = issue?.path.map(String).join('.') ?? '';
    return broken(problem('policy.file_bad_rule', { at: at === '' ? 'rules' : at }));
  }
  const rules = parsed.data.rules.map((rule, index) => ({
    ...rule,
    id: RuleId.parse(`file.${hashOf({ path, rule, index }).slice(0, 24)}`),
  }));
  return { path, state: 'read', rules };
}

/** Never rejects: what cannot be read counts as broken, what is not there as no rules. */
export async function readWorkspaceFile(workspace: string): Promise<WorkspaceFile> {
  const path = join(workspace, workspaceFileName);
  try {
    const stat = await lstat(path);
    if (!stat.isFile()) return { path, state: 'broken', problem: problem('policy.file_not_a_file'), rules: [] };
    if (stat.size > maxBytes) return { path, state: 'broken', problem: problem('policy.file_too_large'), rules: [] };
    return parse(path, await readFile(path, 'utf8'));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (code === 'ENOENT' || code === 'ENOTDIR') return { path, state: 'none', rules: [] };
    return { path, state: 'broken', problem: problem('policy.file_unreadable', { code }), rules: [] };
  }
}
