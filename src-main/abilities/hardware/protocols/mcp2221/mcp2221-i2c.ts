// The I2C bus of an MCP2221A. It does a transfer by itself, and is asked until it is done.
import { isAppError } from '#main/contract/errors.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import {
  busClosed,
  checkTransfer,
  firstAddress,
  type I2cBus,
  type I2cTransfer,
  i2cFailure,
  lastAddress,
  noAnswer,
} from '../../port/buses.ts';
import type { Mcp2221Client } from './client.ts';
import {
  askStatus,
  busStatus,
  bytesRead,
  cancelTransfer,
  dataBytes,
  engine,
  isRefused,
  isSpeedSet,
  isStuck,
  readI2c,
  setSpeed,
  stateOf,
  takeRead,
  writeI2c,
} from './reports.ts';

// More would go over several reports; no part that is known here needs it.
const limits = { maxWriteBytes: dataBytes, maxReadBytes: dataBytes, noticesUnansweredWrites: true };
const label = 'I2C of the MCP2221A';
const speedHz = 100_000;
/** Sixty bytes take 6 ms at this speed; a part that holds the clock has this long. */
const transferMs = 100;
const betweenMs = 1;

export async function openMcp2221I2c(client: Mcp2221Client, signal: AbortSignal): Promise<I2cBus> {
  const { ask, clock } = client;
  let isClosed = false;

  /** Whatever was under way is ended, so that the next transfer finds the bus free. */
  const free = async (stop: AbortSignal) => {
    await ask(cancelTransfer(), stop);
    await clock.sleep(betweenMs, stop);
  };
  const begin = async (stop: AbortSignal) => {
    if (busStatus(await ask(askStatus(), stop)).state !== engine.idle) await free(stop);
  };
  /** Again and again until it gives something, in steps of a millisecond. */
  const until = async <T>(address: number, look: () => Promise<T | undefined>, stop: AbortSignal): Promise<T> => {
    const end = clock.monotonic() + transferMs;
    for (;;) {
      const found = await look();
      if (found !== undefined) return found;
      if (clock.monotonic() >= end) throw i2cFailure('ETIMEDOUT', address);
      await clock.sleep(betweenMs, stop);
    }
  };
  /** Whether what was written has gone out; with the end left open the engine may say so in either of two ways. */
  const hasWritten = async ({ address, readLength }: I2cTransfer, stop: AbortSignal) => {
    const { state, isUnanswered } = busStatus(await ask(askStatus(), stop));
    if (isUnanswered || state === engine.notAnswered) throw noAnswer(address);
    if (isStuck(state)) throw i2cFailure('ETIMEDOUT', address);
    return state === engine.idle || (readLength > 0 && state === engine.openEnd) ? true : undefined;
  };
  const write = async (o: I2cTransfer, stop: AbortSignal) => {
    const { address, write: bytes, readLength } = o;
    const answer = await ask(writeI2c(address, bytes, readLength > 0 ? 'writeOpen' : 'write'), stop);
    if (isRefused(answer)) throw i2cFailure('EAGAIN', address);
    await until(address, () => hasWritten(o, stop), stop);
  };
  const read = async ({ address, write: bytes, readLength }: I2cTransfer, stop: AbortSignal) => {
    const answer = await ask(readI2c(address, readLength, bytes.length > 0 ? 'readAgain' : 'read'), stop);
    if (isRefused(answer)) throw i2cFailure('EAGAIN', address);
    const take = async () => {
      const taken = await ask(takeRead(), stop);
      const state = stateOf(taken);
      if (state === engine.notAnswered) throw noAnswer(address);
      if (isStuck(state)) throw i2cFailure('ETIMEDOUT', address);
      return bytesRead(taken, readLength);
    };
    return until(address, take, stop);
  };
  const transfer = async (o: I2cTransfer, stop: AbortSignal) => {
    try {
      await begin(stop);
      if (o.write.length > 0) await write(o, stop);
      return o.readLength > 0 ? await read(o, stop) : new Uint8Array(0);
    } catch (error) {
      // Also when it was cancelled: nobody may find the bus held. What is silent stays so; the error says it.
      await free(neverAborts).catch(() => {});
      throw error;
    }
  };
  const once = <T>(work: () => Promise<T>) =>
    client.inTurn(async () => {
      if (isClosed) throw busClosed(label);
      return work();
    });
  const answers = (address: number, stop: AbortSignal) =>
    transfer({ address, write: [], readLength: 1 }, stop).then(
      () => true,
      (error: unknown) => {
        if (isAppError(error) && error.details?.reason === 'i2c_no_answer') return false;
        throw error;
      },
    );

  await once(async () => {
    await begin(signal);
    if (!isSpeedSet(await ask(setSpeed(speedHz), signal))) {
      await free(signal);
      await ask(setSpeed(speedHz), signal);
    }
  });
  return {
    info: { label, ...limits },
    scan: (stop) =>
      once(async () => {
        const found: number[] = [];
        for (let address = firstAddress; address <= lastAddress; address += 1)
          if (await answers(address, stop)) found.push(address);
        return found;
      }),
    async transfer(o, stop) {
      checkTransfer(o, limits);
      return once(() => transfer(o, stop));
    },
    async close() {
      isClosed = true;
    },
  };
}
