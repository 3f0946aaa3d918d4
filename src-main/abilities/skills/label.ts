// Whose words a skill's text and its scripts' answers are, for the guard that keeps count of it.
import { relative } from 'node:path';
import type { ToolResult } from '#main/abilities/tools/port.ts';
import type { Effect } from '#main/contract/messages.ts';
import type { OpenSkill } from './port.ts';

type Label = NonNullable<ToolResult['label']>;

/** A folder's own skill is a file of that folder like any other, as private as those are. */
export function readEffectOf({ skill, root }: OpenSkill, workspace: string): Effect {
  if (skill.source !== 'workspace') return { type: 'read', target: `skill:${skill.name}` };
  const path = relative(workspace, root).replaceAll('\\', '/');
  return { type: 'read', target: path, insideWorkspace: true };
}

/**
 * What came with Limpet and what the person wrote are orders of theirs. What a stranger or the model wrote stays somebody
 * else's words, also once it was accepted: it makes nothing private, but it may not lead what is private out. Undefined: as
 * the effect says.
 */
export function labelOfText({ skill }: OpenSkill): Label | undefined {
  if (skill.source === 'workspace') return undefined;
  const isOwn = skill.source === 'built-in' || skill.origin?.type === 'written';
  return { trust: isOwn ? 'owner' : 'known', secrecy: 'public', source: `skill:${skill.name}` };
}

/**
 * A script of another's may tell what it kept from other chats, or what lies behind a key: private. One with the network
 * speaks for whoever answered it.
 */
export function labelOfRun({ skill }: OpenSkill): Label | undefined {
  if (skill.source === 'built-in') return undefined;
  const [host] = skill.granted?.hosts ?? [];
  return host === undefined
    ? { trust: 'known', secrecy: 'private', source: `skill:${skill.name}` }
    : { trust: 'untrusted', secrecy: 'private', source: `https://${host}` };
}
