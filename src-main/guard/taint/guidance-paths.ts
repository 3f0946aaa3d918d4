// Files that tell an agent what to do, or make a program run by being there: what is written into them outlives the chat.

/** Read by this agent or another as orders, wherever they lie. */
const names = new Set([
  ...[
    'agents.md',
    'agent.md',
    'agents.override.md',
    'claude.md',
    'claude.local.md',
    'gemini.md',
    'qwen.md',
    'warp.md',
    'copilot-instructions.md',
  ],
  ...['soul.md', 'user.md', 'memory.md', 'identity.md', 'heartbeat.md', 'tools.md', 'bootstrap.md'],
  ...[
    'skill.md',
    'plugin.json',
    '.cursorrules',
    '.windsurfrules',
    '.clinerules',
    '.roorules',
    '.goosehints',
    '.aider.conf.yml',
  ],
  ...['.mcp.json', 'mcp.json', '.envrc', 'conventions.md', '.rules', '.augment-guidelines'],
  // Run on other machines, or with the next commit.
  ...['.gitlab-ci.yml', 'jenkinsfile', '.pre-commit-config.yaml', 'lefthook.yml', 'azure-pipelines.yml'],
]);
/** Everything in them. */
const folders = new Set([
  ...[
    '.limpet',
    '.agents',
    '.agent',
    '.claude',
    '.codex',
    '.gemini',
    '.cursor',
    '.windsurf',
    '.clinerules',
    '.roo',
    '.continue',
    '.goose',
    '.junie',
    '.amazonq',
    '.kiro',
    '.trae',
    '.kilocode',
    '.augment',
    '.openhands',
  ],
  ...['.vscode', '.idea', '.husky', '.githooks', '.devcontainer', '.circleci'],
]);
const pairs = [
  '.github/instructions',
  '.github/prompts',
  '.github/agents',
  '.github/workflows',
  '.git/hooks',
  '.git/config',
];

/** A disk may ignore case and how an accent is written, so both are ignored here. */
const folded = (path: string) => path.replaceAll('\\', '/').normalize('NFKC').toLowerCase();

/** `path` is one of a workspace, with slashes. */
export function isGuidance(path: string): boolean {
  const segments = folded(path)
    .split('/')
    .filter((segment) => segment !== '' && segment !== '.');
  const name = segments.at(-1) ?? '';
  if (names.has(name) || segments.some((segment) => folders.has(segment))) return true;
  const whole = `/${segments.join('/')}/`;
  return pairs.some((pair) => whole.includes(`/${pair}/`));
}

/** Where they are looked for around a command that could write them: at the root, and in the folders that agents read. */
export const rootGuidance: readonly string[] = [
  ...[
    'AGENTS.md',
    'AGENTS.override.md',
    'CLAUDE.md',
    'CLAUDE.local.md',
    'GEMINI.md',
    'SOUL.md',
    'USER.md',
    'MEMORY.md',
    'HEARTBEAT.md',
  ],
  ...['.cursorrules', '.windsurfrules', '.mcp.json', '.envrc'],
  ...['.limpet', '.agents', '.claude', '.codex', '.gemini', '.cursor', '.vscode', '.github'],
];
