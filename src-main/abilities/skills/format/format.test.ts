// The head of a SKILL.md against the rules of agentskills.io, and the other format beside it.
import { describe, expect, it } from 'vitest';
import { readFrontMatter, writeFrontMatter } from './front-matter.ts';
import { nameOfManifest, readManifest } from './manifest.ts';
import { parseSkill } from './parse-skill.ts';

const head = (lines: string) => `---\n${lines}\n---\n\nText.\n`;
const problemOf = async (text: string, folder = 'tidy') => {
  const parsed = await parseSkill(text, { folder });
  return parsed.type === 'ok' ? 'ok' : parsed.problem.key.replace('skills.problem_', '');
};

describe('a SKILL.md', () => {
  it('gives everything that its head says, and its text without the head', async () => {
    const parsed = await parseSkill(
      head(
        'name: tidy\ndescription: "Tidies: folders"\nlicense: MIT\ncompatibility: Needs Python 3\nallowed-tools: Bash(git:*) Read\nmetadata:\n  verb: Tidy\n  limpet:\n    hosts: [api.example.org]\n    files: { read: [notes] }',
      ),
      { folder: 'tidy' },
    );
    expect(parsed).toMatchObject({
      type: 'ok',
      body: 'Text.\n',
      head: {
        ...{ name: 'tidy', description: 'Tidies: folders', verb: 'Tidy', license: 'MIT' },
        ...{ compatibility: 'Needs Python 3', allowedTools: ['Bash(git:*)', 'Read'] },
        wants: { hosts: ['api.example.org'], files: { read: ['notes'], write: [] }, tools: ['Bash(git:*)', 'Read'] },
      },
    });
  });

  it.each([
    ['no_name', 'description: x'],
    ...['Tidy', 'tidy--up', '-tidy', 'tidy-', 'tidy_up', 'tïdy', 'a'.repeat(65), '../tidy'].map((name) => [
      'name',
      `name: "${name}"\ndescription: x`,
    ]),
    ['folder', 'name: other\ndescription: x'],
    ['no_description', 'name: tidy'],
    ['no_description', 'name: tidy\ndescription: ""'],
    ['description', `name: tidy\ndescription: ${'x'.repeat(1_025)}`],
    ['compatibility', `name: tidy\ndescription: x\ncompatibility: ${'x'.repeat(501)}`],
    ['head', 'name: [tidy'],
    ['head', 'name: tidy\nname: tidy\ndescription: x'],
    ['head', '- a list'],
    ...[
      'hosts: ["*"]',
      'hosts: [https://example.org]',
      'files: { read: [/etc] }',
      'files: { write: [../up] }',
      'files: { read: ["~/x"] }',
      'secrets: [{ name: KEY }]',
      'more: true',
    ].map((wish) => ['capabilities', `name: tidy\ndescription: x\nmetadata:\n  limpet: { ${wish} }`]),
  ])('is refused with the reason %s', async (reason, lines) => {
    expect(await problemOf(head(lines ?? ''))).toBe(reason);
  });

  it('needs a head at the very start, and is not fooled by a line of dashes in its text', async () => {
    expect(await problemOf('# Tidy')).toBe('head');
    expect(await problemOf(`\n${head('name: tidy\ndescription: x')}`)).toBe('head');
    const parsed = await readFrontMatter('---\nname: tidy\n---\n\nOne\n\n---\n\nTwo\n');
    expect(parsed?.body).toBe('One\n\n---\n\nTwo\n');
    expect((await readFrontMatter('\uFEFF---\r\nname: tidy\r\n---\r\nText'))?.fields).toEqual({ name: 'tidy' });
  });

  it('cannot make the reader grow or make more than data of it [T28]', async () => {
    const bomb = [
      'a: &a [x, x, x]',
      ...[...'bcdefghij'].map((name, n) => `${name}: &${name} [${`*${'abcdefghi'[n]}, `.repeat(9)}]`),
    ];
    const started = performance.now();
    expect(await readFrontMatter(head(bomb.join('\n')))).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(1_000);
    const tagged = await readFrontMatter(head('name: !!js/function "() => 1"\n__proto__: { polluted: true }'));
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    expect(typeof tagged?.fields.name).not.toBe('function');
  });

  it('reads back what was written', async () => {
    const fields = { name: 'tidy', description: 'Colon: "quotes"\nand lines', metadata: { verb: 'Räum auf' } };
    expect(await readFrontMatter(await writeFrontMatter(fields, 'Text.\n'))).toEqual({ fields, body: 'Text.\n' });
  });
});

describe('a manifest.json', () => {
  const files = [{ path: 'main.py', sizeBytes: 1, sha256: '' }];
  const read = (manifest: unknown, folder = 'sensor-log') =>
    readManifest(typeof manifest === 'string' ? manifest : JSON.stringify(manifest), {
      folder,
      files,
      readme: 'Read me.',
    });

  it('becomes a skill whose text says how to call the program', () => {
    const skill = read({ name: 'Sensor Log', description: 'Logs.', version: '1.0', parameters: { unit: 'C' } });
    expect(skill).toMatchObject({ type: 'ok', head: { name: 'sensor-log', description: 'Logs.' } });
    expect(skill.type === 'ok' && skill.body).toMatch(/run_skill_script.*main\.py[\s\S]*"unit"[\s\S]*Read me\./);
  });

  it('is refused without a program, a description or a name that a folder can have', () => {
    const problem = (skill: ReturnType<typeof read>) => (skill.type === 'broken' ? skill.problem.key : 'ok');
    expect(problem(read('{'))).toBe('skills.problem_manifest');
    expect(problem(read({ name: 'Sensor Log' }))).toBe('skills.problem_no_description');
    expect(problem(read({ name: '???', description: 'x' }))).toBe('skills.problem_name');
    expect(problem(read({ name: 'other', description: 'x' }))).toBe('skills.problem_folder');
    expect(problem(read({ name: 'Sensor Log', description: 'x', entry: 'run.py' }))).toBe('skills.problem_no_main');
    expect(nameOfManifest('My  Sensor_Tool! ')).toBe('my-sensor-tool');
  });
});
