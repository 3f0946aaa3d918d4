// A desk of questions over a chat that is only pretended.
import { Session } from '#main/contract/messages.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import { silentLog } from '#main/platform/base/log.ts';
import type { BusTopics, Topic } from '#main/platform/bus/port.ts';
import { createQuestions } from '../create-questions.ts';

export function createTestQuestions(clock: Clock) {
  const marks: boolean[] = [];
  const told: Topic[] = [];
  const desk = createQuestions({
    store: {
      sessions: {
        get: async (id) =>
          Session.parse({
            ...{ id, title: 'Tides', titleIsAutomatic: true, workspace: '/work', pinned: false, archived: false },
            ...{ status: 'running', headId: null, messageCount: 1, createdAt: 1, updatedAt: 1 },
          }),
      },
      approvals: { mark: async (_id, isAsking) => void marks.push(isAsking) },
    },
    bus: { publish: <T extends Topic>(topic: T, _key: string, _event: BusTopics[T]) => void told.push(topic) },
    waitMs: () => 60_000,
    clock,
    log: silentLog,
  });
  return { desk, marks, told };
}
