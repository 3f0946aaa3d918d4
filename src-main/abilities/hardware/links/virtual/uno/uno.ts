// An ATmega328P with what an Arduino Uno has around it, run by avr8js: pins, serial line, analog inputs, three timers.
import {
  AVRADC,
  AVRIOPort,
  AVRTimer,
  AVRUSART,
  adcConfig,
  avrInstruction,
  CPU,
  portBConfig,
  portCConfig,
  portDConfig,
  timer0Config,
  timer1Config,
  timer2Config,
  usart0Config,
} from 'avr8js';
import { loadHex } from './load-hex.ts';

export const clockHz = 16_000_000;
const flashBytes = 32_768;
const ramBytes = 2_048;
const sleepOpcode = 0x9588;
/**
 * While the chip sleeps, time passes in steps: of one beat of timer 0 while bytes are on the line, of a part of a
 * millisecond otherwise. The timers count right over any step shorter than their round (1,024 µs).
 */
const sleepSteps = { busy: 64, quiet: 1_024 } as const;
/** One call handles one event: a timer each, and the line. */
const eventsPerStep = 4;

export interface Uno {
  /** Cycles since the start. */
  readonly cycles: number;
  /** Runs until that many cycles have passed since the start. */
  runTo(cycles: number): void;
  /** For the board's serial line; it takes them as fast as its baud rate allows. */
  receive(bytes: Uint8Array): void;
  /** Bytes that it has not taken yet. */
  readonly waiting: number;
  /** What the board has sent since the last call. */
  sent(): Uint8Array;
  /** `channel` 0 to 5. */
  setAnalog(channel: number, volt: number): void;
  setInput(pin: number, isHigh: boolean): void;
  /** 0 to 1, the share of time that the pin is high; undefined where it is no output. Pins 0 to 13. */
  duty(pin: number): number | undefined;
}

// In the data space of the ATmega328P.
const registers = { ddrB: 0x24, portB: 0x25, ddrD: 0x2a, portD: 0x2b } as const;
/** Which compare unit may hold a pin: its control register, the bit that says so, and the register of its duty. */
const pwmUnits: Readonly<Record<number, { control: number; bit: number; duty: number }>> = {
  3: { control: 0xb0, bit: 0x20, duty: 0xb4 },
  5: { control: 0x44, bit: 0x20, duty: 0x48 },
  6: { control: 0x44, bit: 0x80, duty: 0x47 },
  9: { control: 0x80, bit: 0x80, duty: 0x88 },
  10: { control: 0x80, bit: 0x20, duty: 0x8a },
  11: { control: 0xb0, bit: 0x80, duty: 0xb3 },
};

function readDuty(data: Uint8Array, pin: number): number | undefined {
  const isD = pin < 8;
  const bit = 1 << (isD ? pin : pin - 8);
  const at = (address: number) => data[address] ?? 0;
  if ((at(isD ? registers.ddrD : registers.ddrB) & bit) === 0) return undefined;
  const unit = pwmUnits[pin];
  if (unit !== undefined && (at(unit.control) & unit.bit) !== 0) return at(unit.duty) / 255;
  return (at(isD ? registers.portD : registers.portB) & bit) === 0 ? 0 : 1;
}

/** `hex`: the program, as Intel HEX. Errors: `invalid_input`. */
export function createUno(hex: string): Uno {
  const program = new Uint16Array(flashBytes / 2);
  new Uint8Array(program.buffer).set(loadHex(hex, flashBytes));
  const cpu = new CPU(program, ramBytes);
  for (const timer of [timer0Config, timer1Config, timer2Config]) new AVRTimer(cpu, timer);
  const ports = {
    b: new AVRIOPort(cpu, portBConfig),
    c: new AVRIOPort(cpu, portCConfig),
    d: new AVRIOPort(cpu, portDConfig),
  };
  const adc = new AVRADC(cpu, adcConfig);
  const usart = new AVRUSART(cpu, usart0Config, clockHz);
  let input: number[] = [];
  let taken = 0;
  let output: number[] = [];
  let lineBusyUntil = 0;
  usart.onByteTransmit = (byte) => {
    output.push(byte);
    lineBusyUntil = cpu.cycles + 4_096;
  };

  const feed = () => {
    const next = input[taken];
    if (next === undefined || usart.rxBusy || usart.writeByte(next) === false) return;
    lineBusyUntil = cpu.cycles + 4_096;
    taken += 1;
    if (taken < input.length) return;
    input = [];
    taken = 0;
  };
  const sleep = (until: number) => {
    // An interrupt wakes it by going elsewhere.
    for (const at = cpu.pc; cpu.pc === at && cpu.cycles < until; ) {
      cpu.cycles += cpu.cycles < lineBusyUntil ? sleepSteps.busy : sleepSteps.quiet;
      for (let event = 0; event < eventsPerStep && cpu.pc === at; event++) cpu.tick();
      if (taken < input.length) feed();
    }
  };
  return {
    get cycles() {
      return cpu.cycles;
    },
    get waiting() {
      return input.length - taken;
    },
    runTo(cycles) {
      while (cpu.cycles < cycles) {
        const isAsleep = program[cpu.pc] === sleepOpcode;
        avrInstruction(cpu);
        if (isAsleep) sleep(cycles);
        cpu.tick();
        if (taken < input.length) feed();
      }
    },
    receive(bytes) {
      for (const byte of bytes) input.push(byte);
    },
    sent() {
      const bytes = Uint8Array.from(output);
      output = [];
      return bytes;
    },
    setAnalog(channel, volt) {
      adc.channelValues[channel] = volt;
    },
    setInput(pin, isHigh) {
      const [port, index] = pin < 8 ? [ports.d, pin] : pin < 14 ? [ports.b, pin - 8] : [ports.c, pin - 14];
      port.setPin(index, isHigh);
    },
    duty: (pin) => readDuty(cpu.data, pin),
  };
}
