// The skills that come with Limpet: sound, short, and every script of theirs run in the sandbox on real files.
import { execFileSync } from 'node:child_process';
import { readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { neverAborts } from '#main/platform/base/abort.ts';
import { createSkillKit, putFiles, type SkillKit } from './testing/skill-kit.ts';

const folder = join(import.meta.dirname, '../../../resources/skills');
let kit: SkillKit;
beforeAll(async () => {
  kit = createSkillKit({ builtIn: folder });
  await kit.sandbox.probe(neverAborts);
});
afterAll(() => kit.close());

async function run<T>(name: string, script: string, input: unknown): Promise<T> {
  const skill = await kit.skills.open(name, {});
  const call = { skill: name, script: `scripts/${script}`, input: JSON.stringify(input) };
  const ran = await kit.skills.run({ skill, call, workspace: kit.work, signal: neverAborts });
  expect(ran.exitCode, ran.errors).toBe(0);
  return JSON.parse(ran.output) as T;
}
const failure = async (name: string, script: string, input: unknown) => {
  const skill = await kit.skills.open(name, {});
  const call = { skill: name, script: `scripts/${script}`, input: JSON.stringify(input) };
  const { exitCode, errors } = await kit.skills.run({ skill, call, workspace: kit.work, signal: neverAborts });
  return { exitCode, errors: errors.trim() };
};
const put = (files: Record<string, string | Uint8Array>) => putFiles(kit.work, files);

describe('the skills that come with Limpet', () => {
  it('are eight, all ready, with a word for what they do and one line that says when', async () => {
    const all = await kit.skills.list({});
    expect(all.map(({ name, state }) => `${name} ${state}`)).toEqual(
      [
        ...['clean-table', 'csv-report', 'meeting-notes', 'release-notes'],
        ...['summarise-document', 'tidy-folder', 'translate-file', 'web-research'],
      ].map((name) => `${name} ready`),
    );
    for (const skill of all) {
      expect(skill.verb, skill.name).toMatch(/\S/);
      expect(skill.description.length, skill.name).toBeLessThanOrEqual(140);
      expect(skill.scripts.length, skill.name).toBeGreaterThan(0);
      expect(skill.wants, skill.name).toMatchObject({ hosts: [], secrets: [], files: { write: [] } });
      expect(countTokens((await kit.skills.open(skill.name, {})).body), skill.name).toBeLessThanOrEqual(600);
    }
    expect(countTokens(await kit.skills.prompt(kit.work))).toBeLessThanOrEqual(320);
  });
});

describe('summarise-document', () => {
  it('splits a long text at its headings and by length, without losing a word', async () => {
    const chapter = (n: number) => `## Chapter ${n}\n\n${`word${n} `.repeat(700)}\n\n${`more${n} `.repeat(700)}\n\n`;
    const text = `# Report\n\nOpening.\n\n${[1, 2, 3].map(chapter).join('')}`;
    put({ 'report.md': text });
    const out = await run<{
      words: number;
      lines: number;
      sections: { title: string; from: number; to: number; words: number }[];
    }>(...(['summarise-document', 'outline.py', { path: 'report.md', words: 600 }] as const));
    expect(out.words).toBe(text.split(/\s+/).filter((word) => word !== '').length);
    expect(out.sections.map(({ title }) => title)).toEqual([
      ...[
        'Report',
        'Chapter 1',
        'Chapter 1 (continued)',
        'Chapter 2',
        'Chapter 2 (continued)',
        'Chapter 3',
        'Chapter 3 (continued)',
      ],
    ]);
    const lines = text.split('\n');
    for (const { from, to, words } of out.sections)
      expect(
        lines
          .slice(from - 1, to)
          .join(' ')
          .split(/\s+/)
          .filter((word) => word !== '').length,
      ).toBe(words);
  });
});

describe('meeting-notes', () => {
  it('makes a list and a calendar file, and says what lacks an owner or a date', async () => {
    const out = await run<{ markdown: string; ics: string; lacking: string[] }>('meeting-notes', 'tasks.py', {
      ...{ title: 'Harbour', date: '2026-03-02', decisions: ['Buy the buoy'], questions: ['Which colour?'] },
      tasks: [
        { what: 'Order the buoy; with light, please', who: 'Ada', due: '2026-03-09' },
        { what: 'Ask about the colour – a very long line that has to be folded because of its length, äöü', who: '?' },
      ],
    });
    expect(out.markdown).toBe(
      '# Harbour – 2026-03-02\n\n## Decisions\n\n- Buy the buoy\n\n## Tasks\n\n- [ ] Order the buoy; with light, please – Ada – due 2026-03-09\n- [ ] Ask about the colour – a very long line that has to be folded because of its length, äöü – ?\n\n## Open questions\n\n- Which colour?\n',
    );
    expect(out.ics).toContain('SUMMARY:Order the buoy\\; with light\\, please\r\nDUE;VALUE=DATE:20260309\r\n');
    expect(out.ics.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
    expect(out.ics.replaceAll('\r\n ', '')).toContain('because of its length\\, äöü');
    expect(out.lacking).toHaveLength(1);
    expect((await failure('meeting-notes', 'tasks.py', { tasks: [{ what: 'x', due: 'Friday' }] })).exitCode).not.toBe(
      0,
    );
  });
});

describe('tidy-folder', () => {
  it('finds kinds, duplicates and empty folders, leaves hidden files, links and repositories alone', async () => {
    put({
      ...{ 'mess/a.jpg': 'same', 'mess/copy of a.jpg': 'same', 'mess/sub/b.pdf': 'b', 'mess/.hidden/c.txt': 'c' },
      ...{ 'mess/project/.git/HEAD': 'x', 'mess/project/main.py': 'x', 'mess/old.txt': 'old' },
    });
    execFileSync('mkdir', [join(kit.work, 'mess/hollow')]);
    symlinkSync('/etc/passwd', join(kit.work, 'mess/link.txt'));
    utimesSync(join(kit.work, 'mess/old.txt'), 1_000_000_000, 1_000_000_000);
    const out = await run<Record<string, unknown>>('tidy-folder', 'inventory.py', { path: 'mess' });
    expect(out).toMatchObject({
      files: 4,
      kinds: { pictures: { count: 2 }, documents: { count: 2, examples: ['old.txt', 'sub/b.pdf'] } },
      duplicates: [['a.jpg', 'copy of a.jpg']],
      empty_folders: ['hollow'],
      old: [{ path: 'old.txt', changed: '2001-09-09' }],
    });
    const check = (moves: { from: string; to: string }[]) =>
      run<{ ok: boolean; problems: string[] }>('tidy-folder', 'check_plan.py', { path: 'mess', moves });
    expect(await check([{ from: 'a.jpg', to: 'Pictures/a.jpg' }])).toMatchObject({ ok: true });
    const wrong = await check([
      ...[
        { from: 'a.jpg', to: 'P/x.jpg' },
        { from: 'copy of a.jpg', to: 'P/X.jpg' },
        { from: 'gone.txt', to: 'g.txt' },
      ],
      ...[
        { from: 'old.txt', to: '../up.txt' },
        { from: 'sub/b.pdf', to: 'old2/../project' },
        { from: '.hidden/c.txt', to: 'c.txt' },
      ],
    ]);
    expect(wrong.problems.map((problem) => problem.split(': ')[1])).toEqual([
      'a.jpg and copy of a.jpg would both go there',
      ...['is not there', 'leads out of the folder', 'something is there already', 'is hidden'],
    ]);
  });
});

describe('csv-report', () => {
  const rows = Array.from(
    { length: 24 },
    (_, n) =>
      `${String((n % 28) + 1).padStart(2, '0')}.0${(n % 3) + 1}.2026;${n % 2 === 0 ? 'Rope' : 'Paint & <tar>'};"1.${String(200 + n)},50"`,
  );

  it('profiles a file of semicolons, commas in numbers and dates with dots', async () => {
    put({ 'sales.csv': `Day;What;Amount\n${rows.join('\n')}\n` });
    const out = await run<{ rows: number; columns: Record<string, unknown>[] }>('csv-report', 'profile.py', {
      path: 'sales.csv',
    });
    expect(out.rows).toBe(24);
    expect(out.columns).toMatchObject([
      { name: 'Day', kind: 'date', from: '2026-01-01' },
      {
        name: 'What',
        kind: 'text',
        frequent: [
          ['Rope', 12],
          ['Paint & <tar>', 12],
        ],
      },
      { name: 'Amount', kind: 'number', min: 1_200.5, max: 1_223.5 },
    ]);
  });

  it('totals by group and month, names what it left out and what is far off, and draws a chart without a script', async () => {
    put({
      'sales.csv': `Day;What;Amount\n${rows.join('\n')}\n01.02.2026;Rope;9.999.999,00\nnever;Rope;1\n02.02.2026;Rope;much\n`,
    });
    const out = await run<{
      used: number;
      left_out: unknown[];
      totals: Record<string, number>;
      months: Record<string, number>;
      outliers: unknown[];
      markdown: string;
      svg: string;
    }>(
      ...([
        'csv-report',
        'report.py',
        { path: 'sales.csv', value: 'Amount', group: 'What', date: 'Day', title: 'Sales' },
      ] as const),
    );
    expect(out.used).toBe(25);
    expect(out.left_out).toEqual([
      { line: 27, why: 'no date' },
      { line: 28, why: 'no number' },
    ]);
    const paint = Array.from({ length: 12 }, (_, n) => 1_200.5 + 2 * n + 1).reduce((sum, one) => sum + one, 0);
    expect(out.totals['Paint & <tar>']).toBeCloseTo(paint, 6);
    expect(Object.keys(out.months)).toEqual(['2026-01', '2026-02', '2026-03']);
    expect(out.outliers).toEqual([{ line: 26, value: 9_999_999, group: 'Rope' }]);
    expect(out.markdown).toContain('| Paint & <tar> |');
    expect(out.svg).toMatch(/^<svg [\s\S]*Paint &amp; &lt;tar&gt;[\s\S]*<\/svg>$/);
    expect(out.svg).not.toMatch(/<script|onload|href/i);
    const wrong = await failure('csv-report', 'report.py', { path: 'sales.csv', value: 'Price' });
    expect(wrong.errors).toBe('there is no column Price; the columns are: Day, What, Amount');
  });
});

describe('clean-table', () => {
  const messy =
    ' Name ,E-Mail,Joined,Paid,Code,Blank\nAda\u200b  Lovelace,ADA@example.org,03/04/2026,"1,200.50",007,\nAda Lovelace,ada@example.org,03/05/2026,1200.5,007,\nBob,bob@example.org,,n/a,012,\n';
  type Cleaned = {
    rows_before: number;
    rows_after: number;
    csv?: string;
    undecided: unknown[];
    dropped: unknown[];
    changes: Record<string, { count: number }>;
  };

  it('says what it would do, and does not decide between day and month', async () => {
    put({ 'people.csv': messy });
    const out = await run<Cleaned>('clean-table', 'clean.py', { path: 'people.csv', dry: true });
    expect(out.csv).toBeUndefined();
    expect(out.undecided).toEqual([{ column: 'Joined', what: 'day or month first', example: '03/04/2026' }]);
    expect(out.changes['spaces and hidden characters']?.count).toBe(1);
  });

  it('cleans with the choices given, keeps leading zeros and the original', async () => {
    put({ 'people.csv': messy });
    const out = await run<Cleaned>('clean-table', 'clean.py', {
      path: 'people.csv',
      dates: 'day-first',
      key: ['E-Mail'],
      drop_empty_columns: true,
    });
    expect(out.csv).toBe(
      'Name,E-Mail,Joined,Paid,Code\nAda Lovelace,ADA@example.org,2026-04-03,1200.5,007\nBob,bob@example.org,,,012\n',
    );
    expect(out).toMatchObject({ rows_before: 3, rows_after: 2, dropped: [{ line: 3, same_as: 2 }], undecided: [] });
    expect(readFileSync(join(kit.work, 'people.csv'), 'utf8')).toBe(messy);
  });
});

describe('release-notes', () => {
  it('groups the commits since the newest tag, and those that break something by themselves', async () => {
    const repository = join(kit.work, 'project');
    put({ 'project/src/a.txt': 'a' });
    const git = (...words: string[]) =>
      execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=a@example.org', '-C', repository, ...words]);
    const commit = (file: string, message: string) => {
      writeFileSync(join(repository, file), message);
      git('add', '-A');
      git('commit', '-qm', message);
    };
    git('init', '-q', '-b', 'main');
    commit('one.txt', 'feat: the first');
    git('tag', 'v1.0');
    commit('src/a.txt', 'fix(tides): the low water is right again');
    commit('two.txt', 'feat!: another format\n\nOld files must be converted.');
    commit('three.txt', 'Add a chart');
    const out = await run<{
      from: string;
      count: number;
      groups: Record<string, { subject: string; areas: string[] }[]>;
      authors: unknown;
    }>(...(['release-notes', 'commits.py', { path: 'project' }] as const));
    expect(out).toMatchObject({ from: 'v1.0', count: 3, authors: { Ada: 3 } });
    expect(
      Object.fromEntries(Object.entries(out.groups).map(([kind, list]) => [kind, list.map(({ subject }) => subject)])),
    ).toEqual({
      ...{
        fixed: ['fix(tides): the low water is right again'],
        breaking: ['feat!: another format'],
        new: ['Add a chart'],
      },
    });
    expect(out.groups.fixed?.[0]?.areas).toEqual(['src']);
    expect(
      (await failure('release-notes', 'commits.py', { path: 'project', to: '--output=/tmp/x' })).exitCode,
    ).not.toBe(0);
  });
});

describe('web-research', () => {
  it('finds citations without a source, sources without a citation, and pages that stand twice', async () => {
    const check = (text: string) =>
      run<{ ok: boolean; problems: string[] }>('web-research', 'check_sources.py', { text });
    const good =
      'Spring tides come twice a month [1][2].\n\n## Sources\n\n[1] Tides – https://a.example.org/t (2026)\n[2] Moon – https://b.example.net/m\n';
    expect(await check(good)).toMatchObject({ ok: true, problems: [] });
    const bad =
      'So it is [1, 4].\n\n## Quellen\n\n[1] A – https://a.example.org/t\n[2] A again – https://a.example.org/t\n[3] nowhere\n';
    expect((await check(bad)).problems).toEqual([
      ...['[2] is the same page as [1]', '[3] has no address', '[4] is cited and not in the list'],
      ...['[2] is in the list and never cited', '[3] is in the list and never cited', 'all sources are from one site'],
    ]);
    expect((await check('No sources at all.')).problems).toEqual(['there is no list of sources']);
  });
});

describe('translate-file', () => {
  type Taken = { segments: Record<string, string> };
  type Put = { text?: string; problems?: { segment: number }[]; missing?: number[] };
  const take = (path: string) => run<Taken>('translate-file', 'segments.py', { path, do: 'take' });
  const back = (path: string, texts: Record<string, string>) =>
    run<Put>('translate-file', 'segments.py', { path, do: 'put', texts });
  const samples: Record<string, string> = {
    'guide.md':
      '---\ntitle: Guide\n---\n# Hello `code` world\r\n\nSee [the page](https://example.org/a) and {name}.\n\n```sh\nrm -rf tides\n```\n\n- [ ] A task\n> A quote\n\n| Name | Use |\n|------|-----|\n| Rope | Tie up |\n',
    'page.html': '<p class="x">Good <b>morning</b></p>\n<script>var text = "keep me"</script>\n<!-- keep -->\n',
    'film.srt':
      '1\n00:00:01,000 --> 00:00:02,000\nHello there.\nHow are you?\n\n2\n00:00:03,000 --> 00:00:04,000\nFine.\n',
    'words.json': '{\n  "greeting": "Hello, {name}",\n  "line": "one\\ntwo \\"quoted\\"",\n  "count": 3\n}\n',
    'app.po': 'msgid ""\nmsgstr "Language: de\\n"\n\nmsgid "Save %s"\nmsgstr ""\n',
    'note.txt': '  One line.\n\nAnother.\n',
  };

  it.each(Object.keys(samples))('gives %s back byte by byte when nothing is changed', async (path) => {
    put(samples);
    const { segments } = await take(path);
    expect(Object.keys(segments).length).toBeGreaterThan(0);
    const same = await back(path, path.endsWith('.po') ? {} : segments);
    expect(same.text).toBe(samples[path]);
  });

  it('keeps code, links and placeholders, and refuses a text that lost one', async () => {
    put(samples);
    const { segments } = await take('guide.md');
    expect(Object.values(segments)).toEqual([
      'Hello ⟦1⟧ world',
      'See ⟦1⟧the page⟦2⟧ and ⟦3⟧.',
      'A task',
      'A quote',
      'Name',
      'Use',
      'Rope',
      'Tie up',
    ]);
    const done = await back('guide.md', { ...segments, 1: 'Hallo ⟦1⟧ Welt', 2: 'Siehe ⟦3⟧ und ⟦1⟧die Seite⟦2⟧.' });
    expect(done.text).toContain('# Hallo `code` Welt\r\n\nSiehe {name} und [die Seite](https://example.org/a).');
    expect(done.text).toContain('```sh\nrm -rf tides\n```');
    const lost = await back('guide.md', { ...segments, 1: 'Hallo Welt' });
    expect(lost.problems?.map(({ segment }) => segment)).toEqual([1]);
    expect((await back('app.po', { 1: 'Sichere ⟦1⟧' })).text).toContain('msgid "Save %s"\nmsgstr "Sichere %s"');
    expect((await back('words.json', { 1: 'Hallo, ⟦1⟧ "du"' })).text).toContain('"Hallo, {name} \\"du\\""');
  });
});
