// @vitest-environment happy-dom
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { MessageId, SessionId } from '#main/contract/ids.ts';
import { sampleReport, sampleSpent, sampleToday } from '#renderer/testing/sample-usage.ts';
import { show } from '#renderer/testing/show.tsx';
import { SettingsScreen } from '../settings-screen.tsx';

const open = (usage: Parameters<typeof show>[1] = {}) =>
  show(
    (known) => (
      <SettingsScreen
        {...known}
        isOffline={false}
        section="usage"
        onSection={() => {}}
        onClose={() => {}}
        chatHref={(sessionId, messageId) => `#/chat/${sessionId}/${messageId ?? ''}`}
      />
    ),
    usage,
  );
const unknown = sampleSpent({ calls: 3, inputTokens: 900, unpricedCalls: 3, countedUsd: 0.5, estimatedCalls: 1 });

describe('usage and cost', () => {
  it('shows today against its caps, the models with the date of their price, and the chats', async () => {
    open();
    const money = await screen.findByRole('meter', { name: 'Money' });
    expect(money.getAttribute('aria-valuetext')).toBe('$1.50 of $20.00');
    const models = await screen.findByRole('table', { name: 'Models' });
    expect(within(models).getByText(/\$3\.00 in, \$15\.00 out.*Nov 5, 2026/)).toBeTruthy();
    expect(screen.getByText('Prices were checked on Nov 5, 2026.')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Tide times' }).getAttribute('href')).toBe('#/chat/session-1/');
    expect(screen.getByText(/nothing to go by/)).toBeTruthy();
    expect(await screen.findByLabelText('Money per day')).toBeTruthy();
  });

  it('calls an unknown price unknown, and never shows it as nothing', async () => {
    const { prices: _none, ...rest } = sampleReport;
    const report = {
      ...rest,
      ...{ today: { ...sampleToday, spent: unknown }, models: [{ model: 'mine/odd', spent: unknown }], total: unknown },
      sessions: [],
    };
    open({ usage: { report: { ...report, prices: undefined } as never } });
    const models = await screen.findByRole('table', { name: 'Models' });
    expect(within(models).getByText('unknown')).toBeTruthy();
    expect(within(models).getByText('Price: unknown')).toBeTruthy();
    expect(screen.getByText(/3 calls went to models whose price nobody knows.*\$0\.50/)).toBeTruthy();
    expect(screen.getByText(/1 call is estimated/)).toBeTruthy();
    expect(screen.getByRole('meter', { name: 'Money' }).getAttribute('aria-valuetext')).toBe('≈ $0.50 of $20.00');
  });

  it('opens a chat to its messages', async () => {
    const messageId = MessageId.parse('answer-1');
    const at = Date.UTC(2026, 10, 27, 8);
    const messages = [
      { messageId, kind: 'answer' as const, model: 'ollama/qwen3:8b', at, spent: sampleSpent({ calls: 1 }) },
      { kind: 'summary' as const, model: 'ollama/qwen3:8b', at, spent: sampleSpent({ calls: 2 }) },
    ];
    open({ usage: { session: { messages, leftOut: 4 } } });
    await userEvent.click(await screen.findByText('Messages of “Tide times”'));
    const table = await screen.findByRole('table', { name: 'Messages of “Tide times”' });
    expect(within(table).getByRole('link').getAttribute('href')).toBe('#/chat/session-1/answer-1');
    expect(within(table).getByText('Summaries of long chats')).toBeTruthy();
    expect(screen.getByText('4 older ones are not listed.')).toBeTruthy();
    expect(SessionId.parse('session-1')).toBe('session-1');
  });

  it('says so when nothing was called', async () => {
    const none = sampleSpent();
    open({
      usage: { report: { today: { ...sampleToday, spent: none }, models: [], kinds: [], sessions: [], total: none } },
    });
    expect(await screen.findByText('No model was called in this time.')).toBeTruthy();
  });
});
