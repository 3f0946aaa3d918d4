// @vitest-environment happy-dom
// The line that stands over everything while Limpet is locked.
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import type { CompanionState } from '#main/contract/companion.ts';
import { Cursor } from '#main/contract/ids.ts';
import { TextProvider } from '#renderer/ui/text/text-context.tsx';
import { LockdownBanner, type LockdownBannerProps } from './lockdown-banner.tsx';

afterEach(cleanup);

function open(state: CompanionState) {
  const calls: string[] = [];
  const companion = {
    follow: async function* () {
      yield { cursor: Cursor.parse('c'), data: state };
      await new Promise(() => {}); // stays open
    },
    release: async () => {
      calls.push('release');
      return {};
    },
  };
  render(
    <TextProvider language="en">
      <LockdownBanner client={{ companion } as unknown as LockdownBannerProps['client']} />
    </TextProvider>,
  );
  return calls;
}

it('D5 says whose button it was, with the way on', async () => {
  const calls = open({ boards: [], lockdown: { since: 1_700_000_000_000, board: 'Virtual Uno' } });
  expect((await screen.findByRole('status')).textContent).toMatch(/by the button on .*Virtual Uno.*no device is open/);
  await userEvent.click(screen.getByRole('button', { name: 'Let go' }));
  expect(calls).toEqual(['release']);
});

it('is not there otherwise', async () => {
  open({ boards: [] });
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(screen.queryByRole('status')).toBeNull();
});
