// @vitest-environment happy-dom
// The page of what Limpet did: what it says, how it is searched and narrowed, whether it is whole, and what a trace offers.
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import type { ActivityFact, HostTraffic } from '#main/contract/activity.ts';
import { CallId } from '#main/contract/ids.ts';
import type { SampleActivity } from '#renderer/testing/sample-activity.ts';
import { show } from '#renderer/testing/show.tsx';
import { ActivityScreen } from './activity-screen.tsx';

const open = (activity: SampleActivity = {}) =>
  show(
    ({ client }) => (
      <ActivityScreen client={client} isOffline={false} chatHref={(id) => `#/chat/${id}`} onOpenChat={() => {}} />
    ),
    { activity },
  );
const press = async (name: RegExp | string) => userEvent.click(await screen.findByRole('button', { name }));

const call = { callId: CallId.parse('c1'), tool: 'run_command' } as const;
const title = { key: 'tools.run_command', params: { command: 'npm \u202etset' } };
const ran: ActivityFact = {
  ...{
    type: 'call_ended',
    ...call,
    title,
    state: 'failed',
    exitCode: 1,
    outputChars: 3,
    startedAt: 1_000,
    endedAt: 3_000,
  },
  effects: [{ type: 'execute', target: 'npm test' }],
  decision: { by: 'person' },
};
const noted: ActivityFact = {
  ...{ type: 'noted', by: 'person' },
  title: {
    key: 'activity.rule_added',
    params: { answerKey: 'permissions.answer_allow', matchKey: 'permissions.match_command', what: 'npm test' },
  },
};
const host = (name: string, o: Partial<HostTraffic> = {}): HostTraffic => ({
  ...{
    host: name,
    port: 443,
    methods: ['GET'],
    requests: 3,
    refused: 0,
    failed: 0,
    sentBytes: 100,
    receivedBytes: 2_048,
  },
  keys: [],
  ...o,
});
const traffic: ActivityFact = {
  ...{ type: 'traffic', who: 'mcp:files', from: 1, to: 2 },
  hosts: [
    host('api.github.com', { keys: ['github'] }),
    host('evil.test', { port: 8443, requests: 1, refused: 1, reason: 'host_refused', sentBytes: 0, receivedBytes: 0 }),
  ],
  more: { hosts: 4, requests: 9 },
};

const rows = async () => {
  await screen.findAllByText(/Entry/);
  return screen.getAllByRole('group').map((row) => row.querySelector('summary')?.textContent ?? '');
};

describe('the page of what Limpet did', () => {
  it('says what to do while nothing has happened', async () => {
    open();
    expect(await screen.findByText('Nothing has happened yet')).toBeTruthy();
  });

  it('tells newest first what ran, with what end and by whose word, and makes hidden characters visible', async () => {
    const { type: _ended, state: _state, ...about } = ran;
    open({ facts: [{ ...about, type: 'call_begun' } as ActivityFact, ran, noted] });
    const [first, second, ...rest] = await rows();
    expect(first).toMatch(/New rule, Allow: Command npm test.*by you/);
    expect(second).toMatch(/npm \\u\{202e\}tset.*exit 1.*you allowed it.*failed/i);
    // The begin of a call says nothing that its end does not.
    expect(rest).toEqual([]);
    expect(screen.getAllByRole('link', { name: 'Open “Tide times”', hidden: true })[0]?.getAttribute('href')).toBe(
      '#/chat/session-1',
    );
  });

  it('tells who went out, where to, what was refused, and with which key', async () => {
    open({ facts: [traffic] });
    const [row] = await rows();
    expect(row).toMatch(/The server files went out to api\.github\.com and 5 other hosts/);
    expect(row).toMatch(/13 requests · 1 refused · 100 B out, 2 KB in/);
    expect(row).toContain('Refused');
    const details = screen.getByText('evil.test:8443').closest('dl');
    expect(details?.textContent).toMatch(/api\.github\.comGET · 3 requests · .* · with the key github/);
    expect(details?.textContent).toMatch(/evil\.test:8443GET · 1 request · 1 refused · host_refused/);
    expect(details?.textContent).toContain('and 4 more hosts9 requests');
  });

  it('says of a program that was let nowhere that it was not let', async () => {
    const hosts = [host('evil.test', { requests: 2, refused: 2 })];
    open({ facts: [{ ...traffic, who: '/usr/bin/curl', hosts, more: undefined }] });
    expect((await rows())[0]).toContain('curl wanted to go out to evil.test and was not let');
  });

  it('narrows by kind and by words, and says when nothing fits', async () => {
    open({ facts: [ran, noted, traffic] });
    expect(await rows()).toHaveLength(3);
    await userEvent.selectOptions(screen.getByLabelText('Show'), 'What went out');
    await waitFor(async () => expect(await rows()).toEqual([expect.stringContaining('The server files')]));
    await userEvent.selectOptions(screen.getByLabelText('Show'), 'Changes of what Limpet may do');
    await waitFor(async () => expect(await rows()).toEqual([expect.stringContaining('New rule')]));
    await userEvent.type(screen.getByLabelText('Search the activity'), 'github');
    expect(await screen.findByText('Nothing fits')).toBeTruthy();
  });

  it('shows what comes while it is looked at', async () => {
    const { activity } = open({ facts: [ran] });
    expect(await rows()).toHaveLength(1);
    activity.add(traffic);
    await waitFor(async () => expect(await rows()).toHaveLength(2));
  });

  it('says whether the account is whole, and where it is not', async () => {
    open({ facts: [ran], check: { whole: false, checked: 1, brokenAt: 2, head: { n: 3, hash: 'c'.repeat(64) } } });
    await press('Check that nothing was changed');
    expect(await screen.findByText(/Entry 2 does not follow.*1 entry before it is sound/)).toBeTruthy();
  });

  it('opens the trace of an answer, with every span, and saves it with words only when asked', async () => {
    const saved: Blob[] = [];
    vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
      saved.push(blob as Blob);
      return 'blob:x';
    });
    open({ facts: [ran], replay: { sameAnswer: false } });
    await screen.findAllByText(/Entry/);
    await userEvent.click(screen.getByText(/tset/));
    await press('Trace of the answer');
    const dialog = await screen.findByRole('dialog', { name: 'Trace of the answer' });
    const spans = await within(dialog).findAllByRole('rowheader');
    expect(spans.map((one) => one.textContent)).toEqual([
      expect.stringContaining('anthropic/claude'),
      expect.stringContaining('tides.txt'),
    ]);
    expect(within(dialog).getByText(/1K tokens in, 40 out|1,000 tokens in, 40 out/)).toBeTruthy();
    await press('Save as OpenTelemetry');
    await userEvent.click(within(dialog).getByRole('switch'));
    await press('Save as OpenTelemetry');
    await waitFor(() => expect(saved).toHaveLength(2));
    expect(await Promise.all(saved.map((blob) => blob.text()))).toEqual(['{"content":false}', '{"content":true}']);
    await press('Play it again');
    expect(await within(dialog).findByText('The answer came out differently.')).toBeTruthy();
  });
});
