// The weather of a place that does not exist: the same seed and time give the same weather.
export type Weather = {
  readonly temperatureC: number;
  readonly humidityPercent: number;
  readonly pressureHpa: number;
};

const dayMs = 86_400_000;

/** 0 to 1, the same for the same two numbers (an integer hash; its constants are those of MurmurHash3's last step). */
function noiseAt(seed: number, index: number): number {
  let h = (seed ^ Math.imul(index, 0x9e3779b1)) >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
}

/** Goes gently from one random height to the next, -1 to 1. */
function drift(seed: number, atMs: number, everyMs: number): number {
  const place = atMs / everyMs;
  const index = Math.floor(place);
  const part = place - index;
  const smooth = part * part * (3 - 2 * part);
  const [from, to] = [noiseAt(seed, index), noiseAt(seed, index + 1)];
  return 2 * (from + (to - from) * smooth) - 1;
}

const rounded = (value: number, digits: number) => Number(value.toFixed(digits));

/** `atMs`: since the Unix epoch. */
export function weatherAt(seed: number, atMs: number): Weather {
  // Coldest at four in the morning, warmest at four in the afternoon.
  const day = -Math.cos((2 * Math.PI * (atMs - dayMs / 6)) / dayMs);
  const temperature = 18 + 6 * day + 3 * drift(seed, atMs, 7 * 3_600_000) + 0.3 * drift(seed + 1, atMs, 40_000);
  const humidity = 60 - 2.2 * (temperature - 18) + 12 * drift(seed + 2, atMs, 5 * 3_600_000);
  const pressure = 1_013.2 + 14 * drift(seed + 3, atMs, 30 * 3_600_000) + 0.1 * drift(seed + 4, atMs, 60_000);
  return {
    temperatureC: rounded(temperature, 2),
    humidityPercent: rounded(Math.min(100, Math.max(5, humidity)), 1),
    pressureHpa: rounded(pressure, 2),
  };
}
