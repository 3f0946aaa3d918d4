// The board's firmware for MicroPython, run by MicroPython itself; the pins under it are the test's.
import { expect, it } from 'vitest';
import { boardSuite } from '../../../testing/board-suite.ts';
import { loadBoardProgram, openMicroPythonBench } from '../../../testing/micropython-bench.ts';

boardSuite({
  name: 'in MicroPython',
  open: openMicroPythonBench,
  fullMillivolt: 3_300,
  pins: { lamp: 25, pwm: 6, plain: 2, none: 16 },
  answerMs: 5,
});

it('MicroPython: reads what comes, runs the timer, and is safe when somebody interrupts it', async () => {
  const python = await loadBoardProgram();
  python.runPython(`
import sys as real
events, waiting = [], list(b'led 25 on' + bytes([10]) + b'ping' + bytes([10]))
class Timer:
    PERIODIC = 1
    def __init__(self, period, mode, callback):
        events.append(('timer', period)); Timer.callback = callback
    def deinit(self): events.append('timer off')
machine.Timer = Timer
class Select:
    POLLIN = 1
    class poll:
        def register(self, what, how): pass
        def poll(self, ms): return waiting
class Sys:
    class stdin:
        class buffer:
            def read(n): return bytes([waiting.pop(0)])
    class stdout:
        class buffer:
            def write(data): events.append(data.decode())
class Time:
    ms = 0
    def ticks_ms(): return Time.ms
    def ticks_diff(a, b): return a - b
    def sleep_ms(ms):
        Time.ms += ms
        Timer.callback(None)
        if Time.ms == 30: events.append(Pin.levels[25])
        if Time.ms == 60: raise KeyboardInterrupt
real.modules['machine'], real.modules['select'] = machine, Select
sys, time = Sys, Time
try: main()
except KeyboardInterrupt: events.append('interrupted')
result = repr(events) + repr(Pin.levels[25])
`);
  const told = String(python.globals.get('result'));
  expect(told).toMatch(
    /^\[.*"event":"ready".*\('timer', 10\).*"ok":"led".*"ok":"ping".*, 1, 'timer off', 'interrupted'\]0$/,
  );
});
