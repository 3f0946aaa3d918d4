// Which core a command talks to.
import { describe, expect, it } from 'vitest';
import { AppError } from '#main/contract/errors.ts';
import type { Port } from '#main/contract/frames.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { createFakeClock } from '#main/platform/base/fake-clock.ts';
import { createMemoryPorts } from '#main/platform/rpc/memory/memory-ports.ts';
import { type ConnectDeps, connect } from './connect.ts';

const nobody = () => Promise.reject(new AppError('not_found', 'No Limpet is running with this data folder.'));
const owned = () =>
  Promise.reject(new AppError('conflict', 'Another Limpet uses it.', { details: { reason: 'second_copy' } }));
const port = async (): Promise<Port> => createMemoryPorts().client;

function depsOf(change: Partial<ConnectDeps>) {
  const clock = createFakeClock();
  return { clock, deps: { connectLocal: nobody, embed: owned, clock, signal: neverAborts, ...change } };
}

describe('connecting', () => {
  it('goes to the Limpet that runs, without starting another', async () => {
    const { deps } = depsOf({ connectLocal: port, embed: () => Promise.reject(new Error('must not be started')) });
    const connected = await connect(deps);
    expect(connected.isEmbedded).toBe(false);
    await connected.close();
  });
  it('starts its own core when none runs, and closes it', async () => {
    let isClosed = false;
    const { client } = createMemoryPorts();
    const { deps } = depsOf({
      embed: async () => ({
        connect: () => client,
        close: async () => {
          isClosed = true;
        },
      }),
    });
    const connected = await connect(deps);
    expect(connected.isEmbedded).toBe(true);
    await connected.close();
    expect(isClosed).toBe(true);
  });
  it('waits for an owner that is just starting [R20]', async () => {
    let tries = 0;
    const { clock, deps } = depsOf({
      connectLocal: () => {
        tries += 1;
        return tries < 3 ? nobody() : port();
      },
    });
    const connecting = connect(deps);
    await clock.advance(1_000);
    expect((await connecting).isEmbedded).toBe(false);
    expect(tries).toBe(3);
  });
  it('says so when the owner never answers [R20]', async () => {
    const { clock, deps } = depsOf({});
    const connecting = expect(connect(deps)).rejects.toMatchObject({ details: { reason: 'second_copy' } });
    await clock.advance(4_000);
    await connecting;
  });
  it('passes on why its own core does not start', async () => {
    const failure = new AppError('unsupported', 'A newer Limpet wrote this.', {
      details: { reason: 'newer_database' },
    });
    await expect(connect(depsOf({ embed: () => Promise.reject(failure) }).deps)).rejects.toBe(failure);
  });
});
