// What a field on a line is called and measured in: `temperature_c`, `Humidity [%]`, `temp`.

const units: Readonly<Record<string, string>> = {
  ...{ c: '°C', '°c': '°C', degc: '°C', celsius: '°C', f: '°F', '°f': '°F', degf: '°F', k: 'K' },
  ...{ '%': '%', percent: '%', pct: '%', rh: '%', '%rh': '%' },
  ...{ pa: 'Pa', hpa: 'hPa', kpa: 'kPa', mbar: 'mbar', bar: 'bar', psi: 'psi' },
  ...{ lx: 'lx', lux: 'lx', v: 'V', volt: 'V', volts: 'V', mv: 'mV', millivolt: 'mV' },
  ...{ a: 'A', amp: 'A', ma: 'mA', ua: 'µA', µa: 'µA', w: 'W', watt: 'W', mw: 'mW', kw: 'kW', wh: 'Wh', kwh: 'kWh' },
  ...{ hz: 'Hz', khz: 'kHz', mhz: 'MHz', rpm: 'rpm', ppm: 'ppm', ppb: 'ppb', db: 'dB', dbm: 'dBm' },
  ...{ m: 'm', cm: 'cm', mm: 'mm', km: 'km', 'm/s': 'm/s', 'km/h': 'km/h', 'm/s²': 'm/s²', 'm/s2': 'm/s²' },
  ...{
    g: 'g',
    kg: 'kg',
    ohm: 'Ω',
    ω: 'Ω',
    s: 's',
    '°': '°',
    deg: '°',
    '°/s': '°/s',
    l: 'L',
    'l/min': 'L/min',
    'µg/m³': 'µg/m³',
  },
};

/** Of one letter as a part of a name: `temperature_c`, but `sensor_a` is no ampere. */
const shortSuffixes: ReadonlySet<string> = new Set(['c', 'f', 'k', 'v', 'w']);

const quantities: Readonly<Record<string, string>> = {
  ...{ temp: 'temperature', humidity: 'relative_humidity', hum: 'relative_humidity', rh: 'relative_humidity' },
  ...{ relative_humidity: 'relative_humidity', temperature: 'temperature', pressure: 'pressure', voltage: 'voltage' },
  ...{ current: 'current', power: 'power', illuminance: 'illuminance', altitude: 'altitude', latitude: 'latitude' },
  ...{ longitude: 'longitude', speed: 'speed', course: 'course', depth: 'depth', frequency: 'frequency' },
  ...{ press: 'pressure', lux: 'illuminance', lat: 'latitude', lon: 'longitude', lng: 'longitude', alt: 'altitude' },
};

/** Times and numbers of messages: they measure nothing. */
const counted = /^(?:ms|us|millis|micros|time|timestamp|ts|date|uptime|uptime[_ ]?(?:ms|s)|id|seq|event|protocol)$/i;

export type FieldName = { readonly quantity: string; readonly unit: string };

/** Undefined: none that is known. */
export const unitOf = (text: string): string | undefined => {
  const key = text.trim().toLowerCase();
  return Object.hasOwn(units, key) ? units[key] : undefined;
};

export const quantityOf = (name: string): string => {
  const key = name.toLowerCase().replaceAll(' ', '_');
  return (Object.hasOwn(quantities, key) ? quantities[key] : undefined) ?? name;
};

/** Undefined: a field of this name measures nothing. `unit`: as it stands behind the value. */
export function readFieldName(given: string, unit?: string): FieldName | undefined {
  const name = given.trim();
  if (name === '' || counted.test(name)) return undefined;
  if (unit !== undefined) return { quantity: quantityOf(name), unit };
  const [, before, bracketed] = /^(.+?)\s*[([]\s*([^)\]]+?)\s*[)\]]$/u.exec(name) ?? [];
  if (before !== undefined && bracketed !== undefined)
    return { quantity: quantityOf(before), unit: unitOf(bracketed) ?? bracketed };
  const [, base, suffix = ''] = /^(.+)_([^_]+)$/u.exec(name) ?? [];
  const ofSuffix = suffix.length > 1 || shortSuffixes.has(suffix.toLowerCase()) ? unitOf(suffix) : undefined;
  if (base !== undefined && ofSuffix !== undefined) return { quantity: quantityOf(base), unit: ofSuffix };
  return { quantity: quantityOf(name), unit: '' };
}
