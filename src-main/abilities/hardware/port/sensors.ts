// A sensor as code: how to tell it, wake it and read it, in units. A driver knows buses, never the board behind them.
import type { I2cBus, SpiBus } from './buses.ts';

export type Quantity =
  | 'acceleration'
  | 'altitude'
  | 'angular_rate'
  | 'course'
  | 'current'
  | 'depth'
  | 'duty_cycle'
  | 'frequency'
  | 'illuminance'
  | 'latitude'
  | 'longitude'
  | 'power'
  | 'pressure'
  | 'relative_humidity'
  | 'speed'
  | 'temperature'
  | 'time'
  | 'voltage'
  | 'wind_angle'
  | 'wind_speed';

/**
 * `not_ready`: the part has measured nothing yet. `out_of_range`: beyond what it can measure. `bad_checksum`: what came is
 * not what it sent. `fault`: it says itself that the value is not to be trusted.
 */
export type Quality = 'good' | 'not_ready' | 'out_of_range' | 'bad_checksum' | 'fault';

export type Reading = {
  readonly quantity: Quantity;
  /** Which of several of one kind: `x`, `0`, `bus`. */
  readonly channel?: string;
  /** `°C`, `%`, `Pa`, `lx`, `V`, `A`, `W`, `g`, `°`, `°/s`, `m`, `m/s`, `Hz`; `s` of a time is since 1970. */
  readonly unit: string;
  readonly quality: Quality;
  /** Only of a good reading: a wrong number is worse than none. */
  readonly value?: number;
  /** The bytes it came from. */
  readonly raw: readonly number[];
};

/** `certain`: the part says who it is. `likely`: it behaves like it, so would others. */
export type Recognition = 'certain' | 'likely' | 'no';

export type OpenSensor = {
  /** Measures and waits as long as the part needs. Errors of the bus; what only the value has is in its quality. */
  read(signal: AbortSignal): Promise<readonly Reading[]>;
};

/** Waits; tests decide the time. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<void>;

/** What a driver is handed: one address of a bus. */
export type I2cDevice = { readonly bus: I2cBus; readonly address: number; readonly wait: Wait };

type SensorName = {
  readonly id: string;
  /** As it stands on the part. */
  readonly label: string;
};

export type I2cSensor = SensorName & {
  readonly bus: 'i2c';
  /** Where it can be, the usual one first. */
  readonly addresses: readonly number[];
  /**
   * It is recognised by an answer to a command of its own. Another part may take the command for a register and a value, so
   * it is sent only where nothing else was recognised.
   */
  readonly asksByCommand?: true;
  /** Changes nothing: registers are chosen and read. Errors of the bus. */
  recognise(device: I2cDevice, signal: AbortSignal): Promise<Recognition>;
  /** Wakes and configures it. Errors: of the bus, and `not_found` (`wrong_part`) where it says it is another one. */
  open(device: I2cDevice, signal: AbortSignal): Promise<OpenSensor>;
};

export type SpiSensor = SensorName & {
  readonly bus: 'spi';
  open(o: { readonly bus: SpiBus; readonly referenceVolts: number }): OpenSensor;
};
