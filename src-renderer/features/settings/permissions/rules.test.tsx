// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { DamagedRule } from '#main/contract/permissions.ts';
import { draftOf, type RuleForm, splitWords } from '#main/contract/rule-draft.ts';
import { type SamplePermissionsOptions, sampleRule } from '#renderer/testing/sample-permissions.ts';
import { show } from '#renderer/testing/show.tsx';
import { SettingsScreen } from '../settings-screen.tsx';

const showRules = (options: SamplePermissionsOptions = {}) =>
  show(
    (known) => (
      <SettingsScreen
        {...known}
        isOffline={false}
        section="permissions"
        onSection={() => {}}
        onClose={() => {}}
        chatHref={() => '#'}
      />
    ),
    options,
  );

describe('the rules', () => {
  it('are listed with whose they are, why they exist, when they counted, and why they are dead', async () => {
    const floor = sampleRule({
      ...{ id: 'f1', scope: 'floor', answer: 'deny', match: { type: 'path', access: 'any', glob: '~/.ssh/**' } },
      ...{ why: { key: 'policy.floor_keys', params: {} }, createdBy: { type: 'floor' } },
    });
    const rules = [
      sampleRule({ id: 'r1', dead: { type: 'shadowed', by: 'f1' }, lastMatchedAt: Date.now() }),
      sampleRule({ id: 'r2', match: { type: 'host', host: 'safe\u202eevil.test' }, matches: 0 }),
      floor,
    ];
    const path = '/home/ada/.limpet/permissions.json';
    const problem = { key: 'policy.file_not_json', params: {} };
    showRules({ rules, workspaceFile: { path, state: 'broken', problem } });
    const list = await screen.findByRole('list', { name: 'Rules' });
    const [first, second] = within(list).getAllByRole('listitem');
    expect(first?.textContent).toMatch(/Command npm test.*Tests are safe.*Yours · Counted 3×/);
    expect(first?.textContent).toContain('another rule answers first: Deny: Reading and writing ~/.ssh/**');
    expect(second?.textContent).toContain('safe\\u{202e}evil.test');
    expect(second?.textContent).toContain('Has not counted yet');
    expect(screen.queryByRole('button', { name: /Remove the rule: .*ssh/ })).toBeNull();
    expect(screen.getByText(/nothing runs by itself in this folder.*not valid JSON/)).toBeTruthy();
  });

  it('name the damaged ones first, with what is known, and let the person decide about each', async () => {
    const facts = { why: 'Not there', createdAt: 1 };
    const core = showRules({
      damaged: [
        DamagedRule.parse({
          ...{ ...facts, id: 'd1', text: 'den {', effect: 'holds' },
          draft: { answer: 'deny', match: { type: 'host', host: 'evil.test' } },
        }),
        DamagedRule.parse({ ...facts, id: 'd2', text: 'de\u0000y {"type":"path"', effect: 'asks' }),
      ],
    });
    const list = await screen.findByRole('region', { name: 'Damaged rules' });
    const [known, unknown] = within(list).getAllByRole('listitem');
    if (known === undefined || unknown === undefined) throw new Error('both are listed');
    expect(known.textContent).toContain('Deny: Going out to evil.test');
    expect(unknown.textContent).toMatch(/Everything that it may have meant asks/);
    expect(within(unknown).queryByRole('button', { name: 'Keep it like this' })).toBeNull();
    await userEvent.click(within(known).getByRole('button', { name: 'Keep it like this' }));
    await waitFor(() => expect(core.permissions.rules.get()).toMatchObject([{ id: 'd1', answer: 'deny' }]));
    await userEvent.click(screen.getByRole('button', { name: 'Remove the damaged rule' }));
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Damaged rules' })).toBeNull());
  });

  it('change their answer and go', async () => {
    const core = showRules({ rules: [sampleRule()] });
    await userEvent.selectOptions(await screen.findByLabelText('Answer of the rule: Command npm test'), 'Deny');
    await waitFor(() =>
      expect(core.permissions.rules.get()[0]).toMatchObject({
        answer: 'deny',
        why: { params: { text: 'Tests are safe' } },
      }),
    );
    await userEvent.click(screen.getByRole('button', { name: 'Remove the rule: Command npm test' }));
    await waitFor(() => expect(core.permissions.rules.get()).toEqual([]));
    expect(await screen.findByText('No rules of your own yet')).toBeTruthy();
  });

  it('are added by a form, and tried with every reason', async () => {
    const core = showRules();
    await userEvent.click(await screen.findByRole('button', { name: 'Add a rule' }));
    const form = within(screen.getByRole('form', { name: 'Add a rule' }));
    await userEvent.selectOptions(form.getByLabelText('Answer'), 'Deny');
    fireEvent.change(form.getByLabelText('Pattern'), { target: { value: 'git push' } });
    await userEvent.click(form.getByRole('button', { name: 'Add' }));
    await waitFor(() =>
      expect(core.permissions.rules.get()[0]).toMatchObject({
        ...{ answer: 'deny', match: { type: 'command', argv: ['git', 'push'] } },
      }),
    );
    const tries = within(screen.getByRole('form', { name: 'Try it' }));
    fireEvent.change(tries.getByLabelText('What to try'), { target: { value: 'git push' } });
    await userEvent.click(tries.getByRole('button', { name: 'Show the decision' }));
    expect(await screen.findByText('Would be refused')).toBeTruthy();
    expect(screen.getByText(/A rule of yours forbids it/)).toBeTruthy();
    fireEvent.change(tries.getByLabelText('What to try'), { target: { value: 'git pull' } });
    expect(screen.queryByText('Would be refused')).toBeNull();
  });
});

describe('what is typed for a rule', () => {
  const form: RuleForm = {
    ...{ answer: 'ask', kind: 'command', pattern: '', access: 'any', effect: 'execute', why: '', workspace: '' },
  };

  it('is split as a shell does it', () => {
    expect(splitWords(`git commit -m 'two words' --author="A B" x`)).toEqual([
      'git',
      'commit',
      '-m',
      'two words',
      '--author=A B',
      'x',
    ]);
  });

  it('is no rule while something is missing, and names host and port apart', () => {
    expect(draftOf(form)).toBeUndefined();
    expect(draftOf({ ...form, kind: 'host', pattern: ' *.example.org:8443 ' })?.match).toEqual({
      type: 'host',
      host: '*.example.org',
      port: 8443,
    });
    expect(draftOf({ ...form, kind: 'recipient', pattern: 'telegram/*' })?.match).toEqual({
      type: 'recipient',
      channel: 'telegram',
    });
  });
});
