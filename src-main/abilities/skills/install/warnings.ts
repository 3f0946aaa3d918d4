// What a person should look at twice in a skill: not proof of harm, and its absence is no proof of none.
import { hasHidden, hasMixedScripts } from '#main/contract/shown-text.ts';
import type { Said, SkillCapabilities } from '#main/contract/skills.ts';

export type ReadText = { readonly path: string; readonly text: string };

type Sign = { readonly name: string; readonly pattern: RegExp };

const signs: readonly Sign[] = [
  {
    name: 'download_and_run',
    pattern: /\b(curl|wget|iwr|invoke-webrequest|fetch)\b[^\n]{0,300}(\||&&|;)\s*(sudo\s+)?(ba|z|da)?sh\b/i,
  },
  {
    name: 'download_and_run',
    pattern:
      /\b(curl|wget|iwr|invoke-webrequest)\b[^\n]{0,300}(\||&&|;)\s*(sudo\s+)?(python3?|node|perl|ruby|iex|\.\/)/i,
  },
  { name: 'download_and_run', pattern: /\b(eval|exec|source|bash -c|sh -c)\b[^\n]{0,40}\$?\(\s*(curl|wget)\b/i },
  {
    name: 'run_first',
    pattern:
      /\b(first|before (you|anything|using|we)|prerequisite|required setup|must)\b[^\n]{0,80}\b(run|execute|install|paste|download)\b/i,
  },
  {
    name: 'run_first',
    pattern: /\b(run|execute|paste) (this|the following)\b[^\n]{0,40}\b(first|in (your|a) terminal)\b/i,
  },
  {
    name: 'orders',
    pattern:
      /\b(ignore|disregard|forget) (all |any |the )?(previous|prior|above|earlier) (instructions|rules|messages)/i,
  },
  {
    name: 'orders',
    pattern:
      /\b(do not|don't|never) (tell|inform|mention|show|ask)\b[^\n]{0,40}\b(user|person|human|anyone|approval|permission)\b/i,
  },
  {
    name: 'keys',
    pattern:
      /(\.ssh\/|id_(rsa|ed25519)|\.aws\/credentials|\.netrc|\.gnupg|keychain|login\.keyring|\.env\b|api[_-]?key[^\n]{0,40}(post|send|upload))/i,
  },
  {
    name: 'guard',
    pattern:
      /\b(chmod \+s|sudo |--no-verify|--dangerously|disable[^\n]{0,20}(sandbox|antivirus|firewall|gatekeeper)|xattr -d|set-executionpolicy)/i,
  },
  { name: 'packed', pattern: /[A-Za-z0-9+/]{600,}={0,2}/ },
];

const lineOf = (text: string, index: number) => String(text.slice(0, index).split('\n').length);
const said = (name: string, params: Record<string, string>): Said => ({ key: `skills.warning_${name}`, params });

function ofText({ path, text }: ReadText): Said[] {
  const found = new Map<string, Said>();
  for (const { name, pattern } of signs) {
    const at = pattern.exec(text);
    if (at !== null && !found.has(name)) found.set(name, said(name, { path, line: lineOf(text, at.index) }));
  }
  if (hasHidden(text)) found.set('hidden', said('hidden', { path }));
  return [...found.values()];
}

export function warningsOf(o: {
  name: string;
  description: string;
  texts: readonly ReadText[];
  others: readonly string[];
  wants: SkillCapabilities;
}): Said[] {
  const { wants } = o;
  const isWide = wants.files.write.includes('.') && wants.hosts.length > 0;
  return [
    ...(hasMixedScripts(`${o.name} ${o.description}`) || hasHidden(o.description) ? [said('disguised', {})] : []),
    ...o.texts.flatMap(ofText),
    ...o.others.slice(0, 5).map((path) => said('no_text', { path })),
    ...(isWide ? [said('wide', {})] : []),
    ...(wants.secrets.length > 0 ? [said('secrets', { names: wants.secrets.map(({ name }) => name).join(', ') })] : []),
  ];
}
