// What the guard of a chat hears of skills: the real tools, their real labels, and what the judge makes of them.
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ToolContext } from '#main/abilities/tools/port.ts';
import { CallId, SessionId, TurnId } from '#main/contract/ids.ts';
import type { SkillCapabilities } from '#main/contract/skills.ts';
import { callLabel } from '#main/guard/taint/call-label.ts';
import { judgeCall } from '#main/guard/taint/judge.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { createSkillKit, putFiles, type SkillKit, skillText } from './testing/skill-kit.ts';

const nothing: SkillCapabilities = { files: { read: [], write: [] }, hosts: [], tools: [], devices: [], secrets: [] };
let kit: SkillKit;
beforeAll(async () => {
  kit = createSkillKit();
  await kit.sandbox.probe(neverAborts);
});
afterAll(() => kit.close());

async function install(name: string, granted: Partial<SkillCapabilities> = {}) {
  const root = join(kit.base, 'elsewhere', name);
  const limpet = Object.keys(granted).length === 0 ? {} : { 'limpet.json': JSON.stringify(granted) };
  putFiles(root, { 'SKILL.md': skillText(name), 'scripts/go.py': 'print("said")', ...limpet });
  const { id } = await kit.skills.staging.stage({ type: 'folder', path: root }, neverAborts);
  const at = { stagedId: id, name };
  const { hash } = await kit.skills.installer.review(at);
  await kit.skills.installer.accept({ at, hash, granted: { ...nothing, ...granted } });
}

const context = () =>
  ({
    ...{ sessionId: SessionId.parse('s'), turnId: TurnId.parse('t'), callId: CallId.parse('c'), signal: neverAborts },
    ...{ workspace: { root: kit.work }, sandboxTier: kit.sandbox.state().tier, progress: () => {} },
  }) as unknown as ToolContext;

const planned = async (tool: string, input: object) => {
  const found = (await kit.skills.tools.list({ sessionId: SessionId.parse('s') }, neverAborts)).find(
    ({ name }) => name === tool,
  );
  if (found === undefined) throw new Error(`no ${tool}`);
  return { found, plan: await found.plan(found.input.parse(input), context()) };
};
/** Of the answer, as the loop would note it. */
async function heard(tool: string, input: object) {
  const { found, plan } = await planned(tool, input);
  const { label, output } = await found.run(plan, context());
  return callLabel({ effects: plan.effects, output, label }, { isPrivate: () => true });
}
const verdict = async (tool: string, input: object) => {
  const { plan } = await planned(tool, input);
  const sources = [{ source: 'x', trust: 'untrusted', secrecy: 'private', at: 1 } as const];
  const labels = { trust: 'untrusted', secrecy: 'private', sources, more: 0 } as const;
  const deps = { isNamed: async () => false, isAllowedHost: async () => false, isSyncedFolder: async () => false };
  return judgeCall({ tool, ...plan }, labels, { ...deps, isPrivateFolder: () => true });
};

describe('the label of a skill', () => {
  it('is the person’s for what they wrote and what came along; accepted words of others stay others’ [T28]', async () => {
    kit.write('built-in', 'ours');
    await install('theirs');
    kit.write('home/.claude/skills', 'at-home');
    await kit.accept(`home:${join(kit.home, '.claude/skills/at-home')}`);
    kit.write('work/.limpet/skills', 'of-the-folder');
    await kit.accept(`workspace:${join(kit.work, '.limpet/skills/of-the-folder')}`);
    const own = { name: 'mine', description: 'Mine.', verb: '', license: '', compatibility: '', body: 'Do it.' };
    await kit.skills.drafts.save({ ...own, wants: nothing, files: [] }, undefined);
    const label = (name: string) => heard('use_skill', { name });
    expect(await label('ours')).toMatchObject({ trust: 'owner', secrecy: 'public' });
    expect(await label('mine')).toMatchObject({ trust: 'owner', secrecy: 'public' });
    expect(await label('theirs')).toEqual({ trust: 'known', secrecy: 'public', source: 'skill:theirs' });
    expect(await label('at-home')).toMatchObject({ trust: 'known', secrecy: 'public' });
    expect(await label('of-the-folder')).toEqual({
      ...{ trust: 'known', secrecy: 'private', source: '.limpet/skills/of-the-folder' },
    });
    expect(await heard('use_skill', {})).toMatchObject({ trust: 'owner', secrecy: 'public' });
  });

  it('is a stranger’s for a script that had the network, and private for what another’s script kept', async () => {
    kit.write('built-in', 'count', { files: { 'scripts/go.py': 'print(3)' } });
    await install('offline');
    await install('online', { hosts: ['api.example.org'] });
    const run = (skill: string) => heard('run_skill_script', { skill, script: 'scripts/go.py' });
    expect(await run('count')).toMatchObject({ trust: 'known', secrecy: 'public' });
    expect(await run('offline')).toMatchObject({ trust: 'known', secrecy: 'private', source: 'skill:offline' });
    const stranger = { trust: 'untrusted', secrecy: 'private', source: 'https://api.example.org' };
    expect(await run('online')).toEqual(stranger);
  });

  it('of private words and others’: a script leaves only by its hosts, and then its bytes are shown', async () => {
    const call = (skill: string) => ({ skill, script: 'scripts/go.py', input: 'the diary' });
    expect(await verdict('run_skill_script', call('offline'))).toEqual({ type: 'free' });
    expect(await verdict('run_skill_script', call('online'))).toMatchObject({
      type: 'ask',
      outgoing: { to: 'https://api.example.org', text: expect.stringContaining('the diary') },
    });
  });
});
