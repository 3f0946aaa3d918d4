// One-time sign-in tickets: ten minutes, one use, only in memory.
import { randomBytes } from 'node:crypto';
import type { Clock } from '#main/platform/base/clock.ts';
import { hashSecret, isSecret } from './sessions.ts';

export interface Tickets {
  issue(): string;
  /** True once. */
  redeem(ticket: string): boolean;
}

const ticketMs = 10 * 60_000;
const maxTickets = 16;

export function createTickets(clock: Clock): Tickets {
  let open: { readonly hash: string; readonly expiresAt: number }[] = [];
  return {
    issue() {
      const ticket = randomBytes(32).toString('base64url');
      open = [...open, { hash: hashSecret(ticket), expiresAt: clock.now() + ticketMs }].slice(-maxTickets);
      return ticket;
    },
    redeem(ticket) {
      open = open.filter(({ expiresAt }) => expiresAt > clock.now());
      const matches = open.filter(({ hash }) => isSecret(ticket, hash));
      open = open.filter((known) => !matches.includes(known));
      return matches.length > 0;
    },
  };
}
