// What a frame that shows an artefact is told, and what it may say: the app takes nothing else from it.

/** Colours as the page computed them: the frame sees none of its style sheets. */
export type FrameTheme = {
  readonly isDark: boolean;
  readonly ink: string;
  readonly soft: string;
  readonly edge: string;
  readonly surface: string;
  readonly accents: readonly string[];
  readonly font: string;
};
export type ShowMessage = {
  readonly limpet: 'show';
  readonly content: string;
  /** Of a page: it may set its own. */
  readonly kind: string;
  readonly theme: FrameTheme;
};
export type FrameMessage =
  | { readonly limpet: 'ready' }
  | { readonly limpet: 'size'; readonly height: number }
  | { readonly limpet: 'failed'; readonly message: string };

/** Anything that is not of this form is not heard: what is shown can say what it likes, and is believed nothing. */
export function readFrameMessage(data: unknown): FrameMessage | undefined {
  if (typeof data !== 'object' || data === null || !('limpet' in data)) return undefined;
  if (data.limpet === 'ready') return { limpet: 'ready' };
  if (data.limpet === 'size' && 'height' in data && typeof data.height === 'number') {
    if (!Number.isFinite(data.height)) return undefined;
    return { limpet: 'size', height: Math.min(20_000, Math.max(0, Math.round(data.height))) };
  }
  if (data.limpet === 'failed' && 'message' in data && typeof data.message === 'string')
    return { limpet: 'failed', message: data.message.slice(0, 500) };
  return undefined;
}
