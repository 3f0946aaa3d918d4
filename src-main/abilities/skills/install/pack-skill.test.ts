// A skill that is taken along: what comes out installs again, elsewhere, as the very same skill.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { neverAborts } from '#main/platform/base/abort.ts';
import { createSkillKit, type SkillKit } from '../testing/skill-kit.ts';

let kit: SkillKit;
let elsewhere: SkillKit;
beforeEach(() => {
  kit = createSkillKit();
  elsewhere = createSkillKit();
});
afterEach(async () => {
  await kit.close();
  await elsewhere.close();
});

const files = {
  'scripts/plan.py': 'print("Flut")\n',
  'assets/灯塔.bin': new Uint8Array([0, 255, 13, 10, 0]),
  '.git/config': 'no part of it',
};
const install = async () => {
  const path = kit.write('there', 'tidy', { files });
  const { id } = await kit.skills.staging.stage({ type: 'folder', path }, neverAborts);
  const at = { stagedId: id, name: 'tidy' };
  const { hash } = await kit.skills.installer.review(at);
  await kit.skills.installer.accept({ at, hash });
  return hash;
};
/** Its archive, as another machine gets it. */
const carried = async (key: string) => {
  const { blobId, ...packed } = await kit.skills.pack(key, neverAborts);
  const bytes = readFileSync(join(kit.base, blobId));
  return { ...packed, blobId, bytes, upload: elsewhere.upload(packed.name, bytes) };
};

describe('a skill as a ZIP', () => {
  it('installs elsewhere with the same hash, to the byte, and takes nothing else along', async () => {
    const hash = await install();
    const packed = await carried('person:tidy');
    expect(packed).toMatchObject({ name: 'tidy.zip', hash, sizeBytes: packed.bytes.length });
    const { id, names } = await elsewhere.skills.staging.stage({ type: 'zip', blobId: packed.upload }, neverAborts);
    expect(names).toEqual(['tidy']);
    const review = await elsewhere.skills.installer.review({ stagedId: id, name: 'tidy' });
    expect(review.hash).toBe(hash);
    expect(review.files.map(({ path }) => path)).toEqual(['SKILL.md', 'assets/灯塔.bin', 'scripts/plan.py']);
    await elsewhere.skills.installer.accept({ at: { stagedId: id, name: 'tidy' }, hash: review.hash });
    const [skill] = await elsewhere.skills.list({});
    expect(skill).toMatchObject({ state: 'ready', hash });
    expect([...readFileSync(join(skill?.place ?? '', 'assets/灯塔.bin'))]).toEqual([0, 255, 13, 10, 0]);
  });

  it('is the same archive each time it is made of the same files', async () => {
    await install();
    const [one, two] = [await carried('person:tidy'), await carried('person:tidy')];
    expect(one.bytes.equals(two.bytes)).toBe(true);
  });

  it('is not made of a broken one, nor of one that nobody knows', async () => {
    const root = kit.write('work/.limpet/skills', 'odd');
    writeFileSync(join(root, 'SKILL.md'), 'no head');
    const broken = (await kit.skills.list({ workspace: kit.work })).find(({ state }) => state === 'broken');
    await expect(kit.skills.pack(broken?.key ?? '', neverAborts)).rejects.toMatchObject({
      details: { reason: 'skill_not_sound' },
    });
    await expect(kit.skills.pack('person:gone', neverAborts)).rejects.toMatchObject({ code: 'not_found' });
  });
});
