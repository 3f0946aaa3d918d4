// What a sentence about devices asks for, whatever the language it is in, as a call of a tool.
import type { ToolWish } from '../tool-wish.ts';
import type { DeviceSentence, DeviceWords } from './device-words.ts';

/** What a command may have said, as the groups of its pattern are called. */
type Said = Readonly<Partial<Record<string, string>>>;

/** `needsConnection`: the device has to be open for it. */
export type Command = { readonly wish: ToolWish; readonly needsConnection: boolean };

const over = (wish: ToolWish): Command => ({ wish, needsConnection: true });
const alone = (wish: ToolWish): Command => ({ wish, needsConnection: false });

/** Digits of Arabic and of Chinese keyboards are numbers, too; vowel signs are left out. */
const plainDigits = (text: string) =>
  text
    .replaceAll(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replaceAll(/[\uFF10-\uFF19]/g, (digit) => String(digit.charCodeAt(0) - 0xff10))
    .replaceAll(/[％٪]/g, '%')
    .replaceAll(/[\u064B-\u0652\u0640]/g, '');

/** The first whose pattern is the whole of the text. */
function find<T>(table: readonly (readonly [RegExp, T])[], text: string | undefined): T | undefined {
  const plain = text?.trim() ?? '';
  return table.find(([pattern]) => pattern.test(plain))?.[1];
}

/** `board` and the like name none: then it is the only one. Undefined: what stands there is no name. */
function deviceOf(said: Said, words: DeviceWords): { device?: string } | undefined {
  const name = said.device?.trim() ?? '';
  if (name === '' || words.anyDevice.test(name)) return {};
  const plain = name.replace(words.article, '').trim();
  return plain.length > 60 || /[\n/\\]/.test(plain) ? undefined : { device: plain };
}

/** A pin by its number, the lamp of the board, or an output as the person named it in one word. */
function pinOf(thing: string | undefined, words: DeviceWords): string | undefined {
  const plain = thing?.trim().replace(words.article, '').trim() ?? '';
  if (words.lamp.test(plain)) return 'LED';
  const numbered = words.pin.exec(plain)?.[1];
  if (numbered !== undefined) return numbered.toUpperCase();
  return /^[\p{L}\p{M}][\p{L}\p{M}\p{N}_-]{0,29}$/u.test(plain) && !words.noThing.test(plain) ? plain : undefined;
}

function hoursOf(said: Said, words: DeviceWords): number | undefined {
  if (said.unit === undefined) return 1;
  const unit = find(words.units, said.unit);
  const count = said.count === undefined ? 1 : (find(words.counts, said.count) ?? Number(said.count));
  if (unit === undefined || !Number.isFinite(count) || count <= 0) return undefined;
  const hours = count * unit;
  return hours <= 24 * 366 ? Number(hours.toFixed(4)) : undefined;
}

/** Undefined: a quantity was named, and nobody knows it. */
function quantityOf(said: Said, words: DeviceWords): { quantity?: string } | undefined {
  const named = said.quantity?.trim() ?? '';
  if (named === '') return {};
  const quantity = find(words.quantities, named.replace(words.article, ''));
  return quantity === undefined ? undefined : { quantity };
}

function switched(said: Said, words: DeviceWords, level: 'high' | 'low'): ToolWish | undefined {
  const pin = pinOf(said.thing, words);
  const device = deviceOf(said, words);
  return pin === undefined || device === undefined
    ? undefined
    : { tool: 'pin_write', input: { ...device, pin, level } };
}

function dimmed(said: Said, words: DeviceWords): ToolWish | undefined {
  const pin = pinOf(said.thing, words);
  const device = deviceOf(said, words);
  const percent = Number(said.percent?.replace(',', '.'));
  if (pin === undefined || device === undefined || !(percent >= 0 && percent <= 100)) return undefined;
  return { tool: 'pin_write', input: { ...device, pin, duty: Number((percent / 100).toFixed(4)) } };
}

const asked = (tool: string, ...inputs: readonly (Readonly<Record<string, unknown>> | undefined)[]) =>
  inputs.some((input) => input === undefined) ? undefined : { tool, input: Object.assign({}, ...inputs) };

function wishOf(sentence: DeviceSentence, said: Said, words: DeviceWords): Command | undefined {
  const device = deviceOf(said, words);
  const through = (wish: ToolWish | undefined) => (wish === undefined ? undefined : over(wish));
  switch (sentence) {
    case 'list':
      return alone({ tool: 'device_list', input: {} });
    case 'stop':
      return alone({ tool: 'stop_all', input: {} });
    case 'connect': {
      const wish = asked('device_connect', device);
      return wish === undefined ? undefined : alone(wish);
    }
    case 'measure':
      return through(asked('measure_now', device, quantityOf(said, words)));
    case 'plot': {
      const hours = hoursOf(said, words);
      const last = hours === undefined ? undefined : { last: hours, chart: true };
      const wish = asked('sensor_history', device, quantityOf(said, words), last);
      return wish === undefined ? undefined : alone(wish);
    }
    case 'on':
      return through(switched(said, words, 'high'));
    case 'off':
      return through(switched(said, words, 'low'));
    case 'dim':
      return through(dimmed(said, words));
    case 'level': {
      const pin = words.pin.exec(said.thing?.trim() ?? '')?.[1];
      return through(asked('pin_read', device, pin === undefined ? undefined : { pin: pin.toUpperCase() }));
    }
    case 'sensors':
      return through(asked('sensor_identify', device));
    case 'listen':
      return through(asked('device_read', device));
    case 'ask': {
      const text = said.text?.trim() ?? '';
      return through(text === '' ? undefined : asked('device_ask', device, { text }));
    }
  }
}

/** At the end of a sentence: what runs on the board. */
const runs = /[\s,(]*(?:with|via|over|using|mit|über|per|用|通过|عبر)?\s*(micropython|firmata)\)?$/iu;
const boardTools: readonly string[] = ['pin_read', 'pin_write', 'sensor_identify'];

function addVia(command: Command, via: string | undefined): Command {
  const { wish } = command;
  if (via === undefined || !boardTools.includes(wish.tool)) return command;
  return { ...command, wish: { ...wish, input: { ...wish.input, via: via.toLowerCase() } } };
}

const clean = (text: string, words: DeviceWords) => text.replace(words.polite, ' ').replace(/\s+/g, ' ').trim();
const ends = /[.!?。！？؟]+$/u;

/** Nothing: the text is none of these sentences, wholly. */
export function wishFor(text: string, words: DeviceWords): Command | undefined {
  const whole = clean(plainDigits(text), words);
  const said = clean(whole.replace(ends, ''), words);
  const via = runs.exec(said)?.[1];
  const plain = via === undefined ? said : said.replace(runs, '');
  for (const [sentence, pattern] of words.sentences) {
    // What is sent may end as a question does.
    const match = pattern.exec(sentence === 'ask' ? whole : plain);
    const found = match === null ? undefined : wishOf(sentence, match.groups ?? {}, words);
    if (found !== undefined) return addVia(found, via);
  }
  return undefined;
}
