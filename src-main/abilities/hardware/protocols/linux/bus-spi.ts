// An SPI device at this computer, behind one of the select lines of a bus.
import { AppError } from '#main/contract/errors.ts';
import { busClosed, checkSpiTransfer, noSuchPin, type SpiBus } from '../../port/buses.ts';
import { type AskBus, BusRefusal, bytesOf, hexOf } from './ask-bus.ts';

const maxBytes = 1_024;
const label = 'SPI of this computer';

function spiFailure(code: string, select: string): AppError {
  if (code === 'ENOENT') return noSuchPin(select);
  return new AppError('unavailable', `The SPI bus refused: ${code}. Try a lower speed, or another mode.`, {
    details: { reason: 'bus_refused', facts: { code } },
  });
}

/** `select`: the number of the line, as behind the dot of `/dev/spidev0.1`. */
export function openBusSpi(ask: AskBus, { select }: { readonly select: string }): SpiBus {
  if (!/^\d{1,3}$/.test(select)) throw noSuchPin(select.slice(0, 40));
  let isClosed = false;
  return {
    info: { label, maxBytes },
    async transfer(bytes, settings, signal) {
      if (isClosed) throw busClosed(label);
      checkSpiTransfer(bytes, settings, maxBytes);
      const { mode, speedHz } = settings;
      try {
        return bytesOf(await ask(`spi ${select} m ${mode} h ${speedHz} w ${hexOf(bytes)}`, signal));
      } catch (error) {
        throw error instanceof BusRefusal ? spiFailure(error.code, select) : error;
      }
    },
    async close() {
      isClosed = true;
    },
  };
}
