// A board with MicroPython, with all that it lends.
import type { OpenBoard } from '../../port/buses.ts';
import type { Link } from '../../port/link.ts';
import { openMachineI2c } from './machine-i2c.ts';
import { openMachineAdc, openMachineGpio } from './machine-pins.ts';
import { openMachineSpi } from './machine-spi.ts';
import { type MicroPythonDeps, openRawRepl } from './raw-repl.ts';

export async function openMicroPythonBoard(link: Link, deps: MicroPythonDeps, signal: AbortSignal): Promise<OpenBoard> {
  const repl = await openRawRepl(link, deps, signal);
  return {
    i2c: (stop) => openMachineI2c(repl, {}, stop),
    gpio: (stop) => openMachineGpio(repl, stop),
    adc: (o, stop) => openMachineAdc(repl, o, stop),
    spi: (o, stop) => openMachineSpi(repl, { selectPin: o.select }, stop),
    run: (code, o, stop) => repl.run(code, o, stop),
    leave: () => repl.leave(),
  };
}
