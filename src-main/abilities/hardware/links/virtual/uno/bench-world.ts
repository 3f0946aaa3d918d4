// What is around the virtual Uno: a room, a heater at pin 6, a fan at pin 9 and a lamp at pin 13, so that what it switches shows
// in what it measures. The same outputs at the same times give the same readings.
export type BenchOutputs = { readonly heater: number; readonly fan: number; readonly lamp: number };
export type BenchVolts = { readonly temperature: number; readonly light: number };

export interface BenchWorld {
  /** Lets that much time pass and says what the sensors give. */
  pass(seconds: number, outputs: BenchOutputs): BenchVolts;
}

const roomC = 21.5;
const swing = { c: 1.5, everyS: 240 } as const;
const inertiaS = 20;

export function createBenchWorld(): BenchWorld {
  let elapsedS = 0;
  let celsius: number = roomC;
  return {
    pass(seconds, { heater, fan, lamp }) {
      elapsedS += seconds;
      const room = roomC + swing.c * Math.sin((2 * Math.PI * elapsedS) / swing.everyS);
      const aim = room + 14 * heater - 4 * fan;
      celsius += (aim - celsius) * (1 - Math.exp(-seconds / inertiaS));
      const light = 0.45 + 0.1 * Math.sin((2 * Math.PI * elapsedS) / 600) + 0.3 * lamp;
      // A TMP36: 500 mV at 0 °C and 10 mV for each degree more.
      return { temperature: 0.5 + celsius / 100, light: 5 * Math.min(1, light) };
    },
  };
}
