// Which series a question means: by quantity and device, as people and models write them.
import type { Series } from '#main/contract/readings.ts';
import { quantityOf } from './field-names.ts';

export type SeriesQuestion = { readonly quantity?: string | undefined; readonly device?: string | undefined };

const plain = (text: string) =>
  text
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ');
const hasWords = (text: string, wanted: string) => {
  const words = plain(text).split(' ');
  return plain(wanted)
    .split(' ')
    .every((word) => words.includes(word));
};

function isQuantity({ quantity, channel = '', source }: Series, wanted: string): 'same' | 'alike' | 'no' {
  if (plain(quantity) === plain(quantityOf(wanted.trim()))) return 'same';
  return hasWords(`${quantity} ${channel} ${source.replace('@', ' ')}`, wanted) ? 'alike' : 'no';
}

/** Those of exactly this quantity where there are any, else those that have its words. The newest first. */
export function findSeries(all: readonly Series[], { quantity, device }: SeriesQuestion): readonly Series[] {
  const isMeant = ({ deviceKey, deviceName }: Series) =>
    device === undefined || deviceKey === device || hasWords(deviceName, device);
  const here = all.filter(isMeant).toSorted((a, b) => (b.newest?.at ?? b.firstAt) - (a.newest?.at ?? a.firstAt));
  if (quantity === undefined) return here;
  const same = here.filter((one) => isQuantity(one, quantity) === 'same');
  return same.length > 0 ? same : here.filter((one) => isQuantity(one, quantity) === 'alike');
}
