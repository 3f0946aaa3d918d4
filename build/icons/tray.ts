// The pictures of the tray: the shell in one colour, and a dot that says how things stand. The dot differs in shape as well,
// for macOS colours the whole picture by itself, and not everybody tells colours apart.
import type { Mark } from './drawing.ts';

export const trayStatuses = ['idle', 'working', 'asks', 'error', 'paused'] as const;
export type TrayStatus = (typeof trayStatuses)[number];
export type TrayDrawing = {
  readonly size: number;
  readonly status: TrayStatus | 'badge';
  /** One colour, which macOS replaces by its own. */
  readonly isTemplate: boolean;
};

// Readable on a light and on a dark panel alike.
const shellColour = '#2b9aa0';
const dotColours: Readonly<Record<Exclude<TrayStatus, 'idle'>, string>> = {
  working: '#8b5cf6',
  asks: '#d97706',
  error: '#dc2626',
  paused: '#78716c',
};

/** In units of a 32 px drawing; the dot sits at the lower end, with air around it. */
const dot = { x: 24.5, y: 24.5, radius: 6.5, air: 8.6 } as const;

function dotShape(status: Exclude<TrayStatus, 'idle'>, colour: string): string {
  const { x, y, radius } = dot;
  switch (status) {
    case 'working': // a ring
      return `<circle cx="${x}" cy="${y}" r="${radius - 1.6}" stroke="${colour}" stroke-width="3.2"/>`;
    case 'asks': // a full dot
      return `<circle cx="${x}" cy="${y}" r="${radius}" fill="${colour}"/>`;
    case 'error': // a cross
      return `<path d="M${x - 4.4} ${y - 4.4}l8.8 8.8M${x + 4.4} ${y - 4.4}l-8.8 8.8" stroke="${colour}" stroke-width="3.8" stroke-linecap="round"/>`;
    case 'paused': // two bars
      return `<path d="M${x - 3} ${y - 4.6}v9.2M${x + 3} ${y - 4.6}v9.2" stroke="${colour}" stroke-width="3.6" stroke-linecap="round"/>`;
  }
}

export function drawTray({ size, status, isTemplate }: TrayDrawing, mark: Mark): string {
  const open = `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 32 32" fill="none"><title>Limpet</title>`;
  if (status === 'badge') return `${open}<circle cx="16" cy="16" r="13" fill="${dotColours.asks}"/></svg>`;
  const shell = isTemplate ? '#000' : shellColour;
  const hole =
    status === 'idle' ? '' : `<circle cx="${dot.x}" cy="${dot.y}" r="${dot.air}" fill="#000" stroke="none"/>`;
  return [
    open,
    // What is black in the mask is cut out of the shell: its ribs, and the air around the dot.
    '<mask id="cut" maskUnits="userSpaceOnUse" x="0" y="0" width="32" height="32">',
    '<rect width="32" height="32" fill="#fff"/>',
    `<path d="${mark.ribs}" stroke="#000" stroke-width="2.1" stroke-linecap="round"/>${hole}</mask>`,
    `<g mask="url(#cut)"><path d="${mark.rim}" fill="${shell}" stroke="${shell}" stroke-width="1.6" stroke-linejoin="round"/></g>`,
    status === 'idle' ? '' : dotShape(status, isTemplate ? '#000' : dotColours[status]),
    '</svg>',
  ].join('');
}

/** By the name of the file; `@2x` is for displays with two pixels a point. */
export function trayDrawings(): ReadonlyMap<string, TrayDrawing> {
  const files = new Map<string, TrayDrawing>();
  for (const status of trayStatuses)
    for (const [name, size, isTemplate] of [
      [`${status}.png`, 24, false],
      [`${status}@2x.png`, 48, false],
      [`${status}Template.png`, 16, true],
      [`${status}Template@2x.png`, 32, true],
    ] as const)
      files.set(name, { size, status, isTemplate });
  files.set('badge.png', { size: 16, status: 'badge', isTemplate: false });
  files.set('badge@2x.png', { size: 32, status: 'badge', isTemplate: false });
  return files;
}
