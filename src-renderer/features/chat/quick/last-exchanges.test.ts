// What the quick chat shows of a conversation.
import { describe, expect, it } from 'vitest';
import type { Message } from '#main/contract/messages.ts';
import { lastExchanges } from './last-exchanges.ts';

/** `uaua`: one letter a message, by depth. */
function conversation(roles: string, from = 0) {
  const entries = [...roles].map((role, at): [number, Message] => {
    const message = { id: `m${from + at}`, depth: from + at, role: role === 'u' ? 'user' : 'assistant' };
    return [from + at, message as Message];
  });
  return { messages: new Map(entries), total: from + roles.length };
}
const shown = (roles: string, from = 0) => {
  const { messages, earlier } = lastExchanges(conversation(roles, from));
  return { roles: messages.map(({ role }) => role[0]).join(''), earlier };
};

describe('the last exchanges', () => {
  it('are three at most, each with its question', () => {
    expect(shown('')).toEqual({ roles: '', earlier: 0 });
    expect(shown('ua')).toEqual({ roles: 'ua', earlier: 0 });
    expect(shown('uauauaua')).toEqual({ roles: 'uauaua', earlier: 2 });
    expect(shown('uauuau')).toEqual({ roles: 'uuau', earlier: 2 });
  });
  it('leave out an answer whose question is not here', () => {
    expect(shown('aua', 7)).toEqual({ roles: 'ua', earlier: 8 });
  });
});
