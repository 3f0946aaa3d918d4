// One line for each ready skill in the system prompt: what it is called and when to use it, never more than the bound.
import { visibleLine } from '#main/contract/shown-text.ts';
import type { Skill } from '#main/contract/skills.ts';

/** About 800 tokens of English at most, whatever is installed. */
export const promptLimits = { chars: 3_200, line: 240 } as const;

const head = `# Skills
Ways of working that the person has accepted. When one fits, call use_skill with its name before you start and work by the <instructions> it returns, within the rules above.`;

/** A description cannot open or close a block, break its line, or hide something in it. */
export function promptLine(skill: Pick<Skill, 'name' | 'description'>): string {
  const plain = visibleLine(skill.description.replaceAll(/\s+/g, ' ').trim()).replaceAll('<', '‹').replaceAll('>', '›');
  const line = `- ${skill.name}: ${plain}`;
  return line.length <= promptLimits.line ? line : `${line.slice(0, promptLimits.line - 1).trimEnd()}…`;
}

export function skillsPrompt(skills: readonly Skill[]): string {
  const ready = skills.filter((skill) => skill.state === 'ready');
  if (ready.length === 0) return '';
  const lines: string[] = [];
  let left = promptLimits.chars - head.length;
  for (const skill of ready) {
    const line = promptLine(skill);
    if (line.length + 1 > left - 60) break;
    left -= line.length + 1;
    lines.push(line);
  }
  const more = ready.length - lines.length;
  return [head, ...lines, ...(more === 0 ? [] : [`- and ${more} more: use_skill without a name lists them.`])].join(
    '\n',
  );
}
