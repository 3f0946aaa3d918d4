// Places of windows over changing displays.
import { describe, expect, it } from 'vitest';
import { type Area, displaySetOf, placeOn, quickPlace, remember, type SavedPlaces } from './window-place.ts';

const display = (bounds: Area) => ({ bounds, workArea: { ...bounds, y: bounds.y + 30, height: bounds.height - 30 } });
const laptop = display({ x: 0, y: 0, width: 1440, height: 900 });
const desk = display({ x: 1440, y: 0, width: 2560, height: 1440 });
const isInside = (area: Area, { workArea }: typeof laptop) =>
  area.x >= workArea.x &&
  area.y >= workArea.y &&
  area.x + area.width <= workArea.x + workArea.width &&
  area.y + area.height <= workArea.y + workArea.height;

describe('the place of the main window', () => {
  it('is in the middle of the primary display the first time, and fits a small one', () => {
    expect(placeOn([laptop], [])).toEqual({ area: { x: 130, y: 65, width: 1180, height: 800 }, isMaximized: false });
    const small = display({ x: 0, y: 0, width: 800, height: 600 });
    expect(placeOn([small], [])?.area).toEqual({ x: 0, y: 30, width: 800, height: 570 });
    expect(placeOn([], [])).toBeUndefined();
  });

  it('is remembered for each set of displays, in whatever order they are listed', () => {
    const onDesk = { area: { x: 1600, y: 100, width: 2000, height: 1200 }, isMaximized: true };
    const onLaptop = { area: { x: 10, y: 40, width: 900, height: 700 }, isMaximized: false };
    const saved = remember(remember([], [laptop, desk], onDesk), [laptop], onLaptop);
    expect(placeOn([desk, laptop], saved)).toEqual(onDesk);
    expect(placeOn([laptop], saved)).toEqual(onLaptop);
    expect(displaySetOf([desk, laptop])).toBe(displaySetOf([laptop, desk]));
  });

  it('comes back into sight when its display is gone, with the size it had', () => {
    const saved = remember([], [laptop, desk], {
      area: { x: 1600, y: 100, width: 1200, height: 800 },
      isMaximized: false,
    });
    const { area } = placeOn([laptop], saved) ?? { area: laptop.bounds };
    expect([area.width, area.height]).toEqual([1200, 800]);
    expect(isInside(area, laptop)).toBe(true);
  });

  it('is inside a display whatever was saved', () => {
    for (let n = 0; n < 2_000; n += 1) {
      const random = (low: number, high: number) =>
        low + Math.floor((((n * 2_654_435_761 + low) % 9_973) / 9_973) * (high - low));
      const area = {
        x: random(-9_000, 9_000),
        y: random(-8_000, 8_000),
        width: random(1, 5_000),
        height: random(1, 4_000),
      };
      const place = placeOn([laptop, desk], remember([], [laptop, desk], { area, isMaximized: false }));
      expect(
        [laptop, desk].some((one) => place !== undefined && isInside(place.area, one)),
        JSON.stringify(area),
      ).toBe(true);
    }
  });

  it('forgets the sets that were used longest ago', () => {
    let saved: SavedPlaces = [];
    for (let n = 0; n < 40; n += 1)
      saved = remember(saved, [display({ x: n, y: 0, width: 800, height: 600 })], {
        area: laptop.bounds,
        isMaximized: false,
      });
    expect(saved).toHaveLength(20);
    expect(saved[0]?.displays).toBe('800x600@20,0');
  });
});

describe('the place of the quick chat', () => {
  it('is centred at a third of the height, grows with its content, and ends at three fifths of the screen', () => {
    const { workArea } = laptop;
    expect(quickPlace(workArea, 120)).toEqual({ x: 380, y: 320, width: 680, height: 120 });
    expect(quickPlace(workArea, 9_000).height).toBe(522);
    expect(quickPlace(workArea, 1).height).toBe(60);
    expect(quickPlace({ x: 0, y: 0, width: 500, height: 800 }, 100)).toMatchObject({ x: 0, width: 500 });
  });
});
