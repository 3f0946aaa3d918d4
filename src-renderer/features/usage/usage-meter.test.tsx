// @vitest-environment happy-dom
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { sampleSpent, sampleToday } from '#renderer/testing/sample-usage.ts';
import { show } from '#renderer/testing/show.tsx';
import { UsageMeter } from './usage-meter.tsx';

const open = (spent = sampleToday.spent, caps = sampleToday.caps) => {
  const opened: string[] = [];
  show(({ client }) => <UsageMeter client={client} href="#/settings/usage" onOpen={() => opened.push('usage')} />, {
    usage: { report: { today: { ...sampleToday, spent, caps } } },
  });
  return opened;
};

describe('the meter in the side bar', () => {
  it('shows today and its cap, and leads to the account', async () => {
    const opened = open();
    const link = await screen.findByRole('link', { name: /^Today.*\$1\.50 of \$20\.00.*Open usage and cost$/ });
    await userEvent.click(link);
    expect(opened).toEqual(['usage']);
  });

  it('shows tokens where their cap is nearer', async () => {
    open(sampleSpent({ calls: 1, inputTokens: 900_000 }), { costUsdPerDay: 20, tokensPerDay: 1_000_000 });
    expect(await screen.findByText('900k of 1M tokens')).toBeTruthy();
  });
});
