// A guard that lets everything pass, for tests about something else.
import type { SpendGuard } from '../port.ts';

export const unlimitedSpending: SpendGuard = {
  admit: async ({ outputTokens }) => ({ outputTokens, settle: async () => {} }),
  today: async () => {
    throw new Error('nothing is counted here');
  },
};
