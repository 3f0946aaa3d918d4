// Domain `companion` of the contract.
import type { companion as domain } from '#main/contract/companion.ts';
import { Cursor } from '#main/contract/ids.ts';
import type { Ctx, Handlers, StreamItem } from '#main/contract/kernel.ts';
import type { Lockdown } from '#main/guard/lockdown/port.ts';
import type { Companion } from './port/companion.ts';

/** Sent whole each time, so a reader that comes back needs no old place. */
async function* numbered<T>(items: AsyncIterable<T>): AsyncGenerator<StreamItem<T>> {
  let count = 0;
  for await (const data of items) {
    count += 1;
    yield { cursor: Cursor.parse(`companion:${count}`), data };
  }
}

async function* named(names: AsyncIterable<readonly string[]>) {
  for await (const boards of names) yield { boards: [...boards] };
}

export type CompanionHandlersDeps = {
  readonly companion: Companion;
  readonly lockdown: Pick<Lockdown, 'begin' | 'release'>;
};

export function createCompanionHandlers({ companion, lockdown }: CompanionHandlersDeps): Handlers<typeof domain, Ctx> {
  return {
    follow: (_input, { signal }) => numbered(companion.follow(signal)),
    attend: (question, { signal }) => numbered(named(companion.attend(question, signal))),
    letAnswer: async ({ key, mayAnswer }) => {
      await companion.letAnswer(key, mayAnswer);
      return {};
    },
    lock: async () => {
      await lockdown.begin({});
      return {};
    },
    release: async () => {
      await lockdown.release();
      return {};
    },
  };
}
