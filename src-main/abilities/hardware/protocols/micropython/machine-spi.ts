// An SPI device at a board with MicroPython, behind a select pin.
import { busClosed, checkSpiTransfer, type SpiBus } from '../../port/buses.ts';
import { onPin } from './on-pin.ts';
import { fromHex, pythonBytes, pythonPin } from './python-literal.ts';
import type { RawRepl } from './raw-repl.ts';

const maxBytes = 64;
const label = 'SPI of the board';

/** `selectPin` is made an output and rests high. */
export async function openMachineSpi(
  repl: RawRepl,
  o: { readonly id?: number; readonly selectPin: string },
  signal: AbortSignal,
): Promise<SpiBus> {
  const pin = pythonPin(o.selectPin);
  const bus = Math.trunc(o.id ?? 0);
  const setUp = `
import machine
_lc=machine.Pin(${pin},machine.Pin.OUT)
_lc.value(1)
def _ls(w,h,p,c):
 s=machine.SPI(${bus},baudrate=h,polarity=p,phase=c)
 r=bytearray(len(w))
 _lc.value(0)
 try:
  s.write_readinto(w,r)
 finally:
  _lc.value(1)
 print(''.join('%02x'%b for b in r))
`;
  await onPin(o.selectPin, () => repl.run(setUp, {}, signal));
  let isClosed = false;
  return {
    info: { label, maxBytes },
    async transfer(bytes, settings, stop) {
      if (isClosed) throw busClosed(label);
      checkSpiTransfer(bytes, settings, maxBytes);
      const { mode, speedHz } = settings;
      const call = `_ls(${pythonBytes(bytes)},${speedHz},${mode >> 1},${mode & 1})`;
      return fromHex(await repl.run(call, {}, stop));
    },
    async close() {
      isClosed = true;
    },
  };
}
