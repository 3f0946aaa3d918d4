// The words that the weather station understands, in the manner of SCPI, and the lines that it tells by itself.
import type { Weather } from './weather-model.ts';

export type StationState = {
  readonly format: 'json' | 'csv';
  /** 0: only when asked. */
  readonly intervalMs: number;
  /** As SCPI numbers them. The oldest first. */
  readonly errors: readonly string[];
};

export const freshStation: StationState = { format: 'json', intervalMs: 1_000, errors: [] };
export const csvHeader = 'ms,temperature_c,humidity_percent,pressure_hpa';
const intervals = { least: 50, most: 3_600_000 } as const;
const maxErrors = 20;

export function readingLine(format: StationState['format'], uptimeMs: number, weather: Weather): string {
  const { temperatureC, humidityPercent, pressureHpa } = weather;
  const values = [Math.round(uptimeMs), temperatureC, humidityPercent, pressureHpa];
  if (format === 'csv') return values.join(',');
  return JSON.stringify(Object.fromEntries(csvHeader.split(',').map((name, index) => [name, values[index]])));
}

export type Answer = { readonly state: StationState; readonly lines: readonly string[] };

function failed(state: StationState, error: string): Answer {
  // The last place says that others were lost.
  const errors =
    state.errors.length < maxErrors
      ? [...state.errors, error]
      : [...state.errors.slice(0, -1), '-350,"Queue overflow"'];
  return { state: { ...state, errors }, lines: [] };
}

function change(state: StationState, [word = '', value = '']: readonly string[]): Answer {
  if (word === 'FORMAT' && (value === 'JSON' || value === 'CSV')) {
    const lines = value === 'CSV' ? [csvHeader] : [];
    return { state: { ...state, format: value === 'CSV' ? 'csv' : 'json' }, lines };
  }
  const ms = Number(value);
  const isInterval = /^\d{1,7}$/.test(value) && (ms === 0 || (ms >= intervals.least && ms <= intervals.most));
  if (word === 'INTERVAL' && isInterval) return { state: { ...state, intervalMs: ms }, lines: [] };
  if (word === 'FORMAT' || word === 'INTERVAL')
    return failed(state, value === '' ? '-109,"Missing parameter"' : '-224,"Illegal parameter value"');
  return failed(state, '-113,"Undefined header"');
}

/** Answers one line; case does not matter. */
export function answerLine(line: string, state: StationState, o: { uptimeMs: number; weather: Weather }): Answer {
  const words = line.trim().toUpperCase().split(/\s+/);
  const told = (text: string): Answer => ({ state, lines: [text] });
  switch (words.join(' ')) {
    case '':
      return { state, lines: [] };
    case '*IDN?':
      return told('LIMPET,WEATHER,0,1.0');
    case '*RST':
      return { state: freshStation, lines: [] };
    case 'MEAS:TEMP?':
      return told(o.weather.temperatureC.toFixed(2));
    case 'MEAS:HUM?':
      return told(o.weather.humidityPercent.toFixed(1));
    case 'MEAS:PRES?':
      return told(o.weather.pressureHpa.toFixed(2));
    case 'READ?':
      return told(readingLine(state.format, o.uptimeMs, o.weather));
    case 'SYST:ERR?': {
      const [first = '0,"No error"', ...errors] = state.errors;
      return { state: { ...state, errors }, lines: [first] };
    }
    default:
      return change(state, words);
  }
}
