// The I2C bus of a board with Firmata. The firmware answers for devices that are not there, with bytes of the last one that was.
import { isAppError } from '#main/contract/errors.ts';
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
import type { FirmataClient } from './client.ts';
import { configureI2c, readI2c, writeI2c } from './messages.ts';

// The firmware keeps 36 bytes of a message, two for each byte on the bus; Arduino's Wire reads 32.
const limits = { maxWriteBytes: 14, maxReadBytes: 32, noticesUnansweredWrites: false };
const label = 'I2C of the board';
/** Comes before the answer whose bytes are old ones. */
const nobodyThere = /too few bytes/i;

export async function openFirmataI2c(client: FirmataClient, signal: AbortSignal): Promise<I2cBus> {
  await client.inTurn(() => client.send(configureI2c, signal));
  let isClosed = false;

  const read = async (address: number, o: { register?: number; length: number }, stop: AbortSignal) => {
    let isStale = false;
    const end = client.listen((message) => {
      if (message.type === 'text' && nobodyThere.test(message.text)) isStale = true;
    });
    try {
      const fits = (reply: { address: number }) => reply.address === address;
      const { bytes } = await client.ask(readI2c(address, o), { type: 'i2c_reply', fits }, stop);
      if (isStale) throw noAnswer(address);
      if (bytes.length !== o.length) throw i2cFailure(`${bytes.length} bytes instead of ${o.length}`, address);
      return Uint8Array.from(bytes);
    } finally {
      end();
    }
  };

  const transfer = async ({ address, write, readLength }: I2cTransfer, stop: AbortSignal) => {
    const [register] = write;
    if (readLength > 0 && write.length === 1 && register !== undefined)
      return read(address, { register, length: readLength }, stop);
    if (write.length > 0) await client.send(writeI2c(address, write), stop);
    return readLength > 0 ? read(address, { length: readLength }, stop) : new Uint8Array(0);
  };

  const once = <T>(work: () => Promise<T>) =>
    client.inTurn(async () => {
      if (isClosed) throw busClosed(label);
      return work();
    });

  return {
    info: { label, ...limits },
    scan: (stop) =>
      once(async () => {
        const found: number[] = [];
        for (let address = firstAddress; address <= lastAddress; address += 1) {
          const isThere = await read(address, { length: 1 }, stop).then(
            () => true,
            (error: unknown) => {
              if (isAppError(error) && error.details?.reason === 'i2c_no_answer') return false;
              throw error;
            },
          );
          if (isThere) found.push(address);
        }
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
