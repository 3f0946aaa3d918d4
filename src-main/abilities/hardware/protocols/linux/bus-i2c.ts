// An I2C bus of this computer.
import { busClosed, checkTransfer, type I2cBus, i2cFailure } from '../../port/buses.ts';
import { type AskBus, BusRefusal, bytesOf, hexOf } from './ask-bus.ts';

/** What any driver takes; where there are only SMBus calls, what one of them carries. */
const wide = { maxWriteBytes: 256, maxReadBytes: 256, noticesUnansweredWrites: true };
const narrow = { maxWriteBytes: 33, maxReadBytes: 32, noticesUnansweredWrites: true };
const label = 'I2C of this computer';

export function openBusI2c(ask: AskBus, { hasTransfers }: { readonly hasTransfers: boolean }): I2cBus {
  const limits = hasTransfers ? wide : narrow;
  let isClosed = false;
  const order = (text: string, signal: AbortSignal) =>
    isClosed ? Promise.reject(busClosed(label)) : ask(text, signal);
  return {
    info: { label, ...limits },
    scan: async (signal) => [...bytesOf(await order('i2c scan', signal))],
    async transfer(transfer, signal) {
      checkTransfer(transfer, limits);
      const { address, write, readLength } = transfer;
      const written = write.length === 0 ? '' : ` w ${hexOf(write)}`;
      const read = readLength === 0 ? '' : ` r ${readLength}`;
      try {
        return bytesOf(await order(`i2c ${hexOf([address])}${written}${read}`, signal));
      } catch (error) {
        throw error instanceof BusRefusal ? i2cFailure(error.code, address) : error;
      }
    },
    async close() {
      isClosed = true;
    },
  };
}
