// Our firmware for MicroPython in MicroPython's own WebAssembly build; the pins under it are the test's.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadMicroPython } from '@micropython/micropython-webassembly-pyscript';
import { sketchFolder } from '../../../../build/firmware/build-board.ts';
import type { Bench } from './board-suite.ts';

const firmware = readFileSync(join(sketchFolder, '../limpet-board.py'), 'utf8');

/** A Pico's `machine`, as far as the program knows it, and a timer that runs when time passes. */
const bench = `
class Pin:
    IN, OUT, PULL_UP = 0, 1, 2
    levels, outputs = {}, set()
    def __init__(self, n, mode=None, pull=None, value=None):
        self.n = n
        if mode == Pin.OUT: Pin.outputs.add(n)
        if mode == Pin.IN: Pin.levels.setdefault(n, 1)
        if value is not None: Pin.levels[n] = value
    def value(self, level=None):
        if level is None: return Pin.levels.get(self.n, 0)
        Pin.levels[self.n] = level
class PWM:
    duties = {}
    def __init__(self, pin): self.n = pin.n
    def freq(self, hz): pass
    def duty_u16(self, duty): PWM.duties[self.n] = duty / 65535
    def deinit(self): PWM.duties.pop(self.n, None)
class ADC:
    volts = {}
    def __init__(self, n): self.n = n
    def read_u16(self): return ADC.volts.get(self.n, 0) * 65535 // 3300
class Machine: pass
machine = Machine()
machine.Pin, machine.PWM, machine.ADC = Pin, PWM, ADC
now, said, board = 0, [], None
def reset():
    global board
    PWM.duties.clear()
    Pin.outputs.clear()
    for n in list(Pin.levels):
        if n not in (APPROVE, DENY): Pin.levels[n] = 0
    board = Board(machine, said.append, lambda: now, lambda a, b: a - b)
def let_pass(ms):
    global now
    for _ in range(ms):
        now += 1
        if now % TICK_MS == 0: board.tick()
        board.step()
    text = chr(10).join(said)
    said.clear()
    return text
def duty(n):
    if n not in Pin.outputs: return -1
    return PWM.duties.get(n, Pin.levels.get(n, 0))
`;

export async function loadBoardProgram() {
  const python = await loadMicroPython({ heapsize: 1_024 * 1_024, linebuffer: true });
  python.runPython(`__name__ = 'board'\n${firmware}\n${bench}`);
  return python;
}

export async function openMicroPythonBench(): Promise<Bench> {
  const python = await loadBoardProgram();
  python.runPython('reset()');
  const evaluate = (expression: string): unknown => {
    python.runPython(`result = ${expression}`);
    return python.globals.get('result');
  };
  const channels = [26, 27, 28];
  return {
    send: (text) => python.runPython(`for byte in ${JSON.stringify([...Buffer.from(text)])}: board.hear(byte)`),
    async pass(ms) {
      const text = String(evaluate(`let_pass(${ms})`));
      return text === '' ? [] : text.split('\n');
    },
    setAnalog: (channel, millivolt) => python.runPython(`ADC.volts[${channels[channel]}] = ${millivolt}`),
    hold: (button, isDown) => python.runPython(`Pin.levels[${button === 'approve' ? 14 : 15}] = ${isDown ? 0 : 1}`),
    reset: () => python.runPython('reset()'),
    duty(pin) {
      const duty = Number(evaluate(`duty(${pin})`));
      return duty < 0 ? undefined : duty;
    },
    close: async () => {},
  };
}
