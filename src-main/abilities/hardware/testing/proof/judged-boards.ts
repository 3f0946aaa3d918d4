// Ports that write down what reaches them, and judges that others wrote: the firmware of two boards in a simulated chip,
// MicroPython itself, and pymodbus. What they say a byte does is what counts; nothing here is our own encoder's.
import { execFileSync } from 'node:child_process';
import { loadMicroPython } from '@micropython/micropython-webassembly-pyscript';
import { clockHz, createUno } from '../../links/virtual/uno/uno.ts';
import type { MemoryDevice } from '../memory-links.ts';

export type Verdicts = {
  /** What was done there that is not allowed; empty is what must be. */
  readonly violations: string[];
  /** How often something allowed was seen to be done: a judge that sees nothing judges nothing. */
  acts: number;
};

const msCycles = clockHz / 1_000;

export type PinBounds = Readonly<Record<number, { readonly max: number }>>;

/** A chip that runs this program; each of `pins` may go as high as `allowed` says, the others not at all. */
export function judgeChip(
  device: MemoryDevice,
  o: { hex: string; pins: readonly number[]; allowed: PinBounds; settleMs: number },
): Verdicts {
  const verdicts: Verdicts = { violations: [], acts: 0 };
  const uno = createUno(o.hex);
  const before = new Map<number, number>();
  for (const button of [2, 3]) uno.setInput(button, true);
  const look = (said: string) => {
    for (const pin of o.pins) {
      const duty = uno.duty(pin) ?? 0;
      const max = o.allowed[pin]?.max ?? 0;
      // Half a step of 255 is what no board can tell apart.
      if (duty > max + 0.5 / 255) verdicts.violations.push(`pin ${pin} at ${duty} by ${said}`);
      else if (duty !== (before.get(pin) ?? 0)) verdicts.acts += 1;
      before.set(pin, duty);
    }
  };
  const pass = (said: string) => {
    for (let quiet = 0; quiet < o.settleMs; ) {
      uno.runTo(uno.cycles + msCycles);
      look(said);
      const bytes = uno.sent();
      if (bytes.length > 0) device.say(bytes);
      quiet = bytes.length > 0 || uno.waiting > 0 ? 0 : quiet + 1;
    }
  };
  uno.runTo(uno.cycles + 3_000 * msCycles);
  for (const pin of o.pins) before.set(pin, uno.duty(pin) ?? 0);
  device.onWrite((bytes) => {
    uno.receive(bytes);
    pass(Buffer.from(bytes).toString('latin1').slice(0, 80));
  });
  return verdicts;
}

/** Its `machine` says what is done with it, word by word. */
const machine = `
import sys
from judge import said
class _Machine: pass
def _out(id,v): said('out %s %s'%(id,v))
class I2C:
    def __init__(self,id,**k): pass
    def scan(self):
        said('scan'); return [0x48,0x40,0x23]
    def writeto(self,a,b,stop=True):
        said('i2c %d w %s'%(a,''.join('%02x'%x for x in b))); return len(b)
    def readfrom(self,a,n,stop=True):
        said('i2c %d r %d'%(a,n)); return bytes(n)
class Pin:
    IN=0
    OUT=1
    PULL_UP=2
    class board:
        LED=1
        GP26=2
    def __init__(self,id,mode=-1,pull=-1,value=None):
        self.id=id
        if mode==0: said('in %s'%id)
        if mode==1 or value is not None: _out(id,value)
    def value(self,v=None):
        if v is None: return 0
        _out(self.id,v)
    def on(self): _out(self.id,1)
    def off(self): _out(self.id,0)
class PWM:
    def __init__(self,pin,**k): self.pin=pin
    def init(self,**k): _out(self.pin.id,'pwm')
    def freq(self,*a): pass
    def duty_u16(self,d=0): _out(self.pin.id,d/65535)
    def deinit(self): pass
class ADC:
    def __init__(self,ch): said('in %s'%(ch if isinstance(ch,(str,int)) else ch.id))
    def read_u16(self): return 1
class SPI:
    def __init__(self,id,baudrate=0,polarity=0,phase=0): pass
    def write_readinto(self,w,r): said('spi')
_m=_Machine()
for _c in (I2C,Pin,PWM,ADC,SPI): setattr(_m,_c.__name__,_c)
sys.modules['machine']=_m
`;

/** `isAllowed`: whether what its machine was told to do may be. */
export async function judgeMicroPython(
  device: MemoryDevice,
  isAllowed: (said: string, before: string) => boolean,
): Promise<Verdicts> {
  const verdicts: Verdicts = { violations: [], acts: 0 };
  let before = '';
  const python = await loadMicroPython({
    heapsize: 1024 * 1024,
    linebuffer: false,
    stdout: (bytes) => device.say(Uint8Array.from(bytes)),
  });
  python.registerJsModule('judge', {
    said(words: string) {
      verdicts.acts += 1;
      if (!isAllowed(words, before)) verdicts.violations.push(words);
      before = words;
    },
  });
  python.runPython(machine);
  python.replInit();
  device.onWrite((bytes) => {
    for (const byte of bytes) python.replProcessChar(byte);
  });
  return verdicts;
}

export type ModbusAct = {
  readonly unit: number;
  readonly sound: boolean;
  readonly function?: number;
  readonly address?: number;
  readonly count?: number;
  readonly values?: readonly number[] | null;
};

const python = '/usr/bin/python3';
const judge = new URL('modbus-judge.py', import.meta.url).pathname;

export function hasModbusJudge(): boolean {
  try {
    execFileSync(python, ['-c', 'import pymodbus.factory'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Answers nothing; what came is judged at the end, all at once. */
export function judgeModbus(device: MemoryDevice, isAllowed: (act: ModbusAct) => boolean) {
  const frames: string[] = [];
  device.onWrite((bytes) => frames.push(Buffer.from(bytes).toString('hex')));
  return {
    judge(): Verdicts {
      const input = `${frames.join('\n')}\n`;
      const output = frames.length === 0 ? '' : execFileSync(python, [judge], { input, maxBuffer: 1 << 28 }).toString();
      const acts = output.split('\n').filter((line) => line !== '');
      const violations = acts.filter((line) => {
        const act: ModbusAct = JSON.parse(line);
        return !act.sound || !isAllowed(act);
      });
      return { violations, acts: acts.length };
    },
  };
}
