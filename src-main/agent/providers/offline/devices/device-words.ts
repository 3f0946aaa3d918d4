// What a language has for devices: its sentences, and the words that may stand in them.

/**
 * `measure`: what is it now. `plot`: how was it. `level`: a pin that is read. `listen`: what a device says by itself. `ask`:
 * a text that is sent, and the answer to it.
 */
export type DeviceSentence =
  | 'list'
  | 'stop'
  | 'connect'
  | 'measure'
  | 'plot'
  | 'on'
  | 'off'
  | 'dim'
  | 'level'
  | 'sensors'
  | 'listen'
  | 'ask';

type Table<T> = readonly (readonly [RegExp, T])[];

export type DeviceWords = {
  /**
   * Each the whole of a sentence; the first that fits and whose words are known counts. Groups: `device`, `quantity`, `thing`
   * (what is switched), `percent`, `count` and `unit` (of a span of time), `text`.
   */
  readonly sentences: readonly (readonly [DeviceSentence, RegExp])[];
  /** Taken out wherever it stands. */
  readonly polite: RegExp;
  /** At the beginning of a noun. */
  readonly article: RegExp;
  /** Says no more than "the device". */
  readonly anyDevice: RegExp;
  /** The lamp that a board has itself. */
  readonly lamp: RegExp;
  /** A pin by number; the first group is it. */
  readonly pin: RegExp;
  /** Stands where a thing would, and is none. */
  readonly noThing: RegExp;
  /** To words as they stand in the names of readings. */
  readonly quantities: Table<Quantity>;
  /** In hours. */
  readonly units: Table<number>;
  readonly counts: Table<number>;
};

export type Quantity =
  | 'temperature'
  | 'humidity'
  | 'pressure'
  | 'light'
  | 'voltage'
  | 'current'
  | 'power'
  | 'speed'
  | 'depth'
  | 'wind';
