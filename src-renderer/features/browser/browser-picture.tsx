// The live picture of the page. While the person drives, what they do in it is done in the page.
import { type KeyboardEvent, type MouseEvent, useEffect, useRef } from 'react';
import type { BrowserInput } from '#main/contract/browser.ts';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { SessionId } from '#main/contract/ids.ts';
import { Busy } from '#renderer/ui/display/busy.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import type { BrowserFrame } from './use-browser.ts';

export type BrowserPictureProps = {
  readonly client: LimpetClient;
  readonly sessionId: SessionId;
  readonly frame: BrowserFrame | undefined;
  readonly isDriving: boolean;
};

const keys = new Set([
  ...['Enter', 'Backspace', 'Delete', 'Home', 'End', 'PageUp', 'PageDown'],
  ...['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'],
]);

/** What a key does in the page. Tab and Escape stay the keyboard's way out of the picture. */
export function inputOfKey(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>,
): BrowserInput | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  if ([...event.key].length === 1) return { type: 'text', text: event.key };
  return keys.has(event.key) ? { type: 'key', key: event.key } : undefined;
}

export function BrowserPicture({ client, sessionId, frame, isDriving }: BrowserPictureProps) {
  const { t } = useText();
  const send = (event: BrowserInput) => {
    client.browser.input({ sessionId, event }).catch(() => {}); // the badge above says who drives now
  };
  if (frame === undefined) return <Busy text={t('web.panel_picture_waits')} />;
  const src = `data:image/jpeg;base64,${frame.jpeg}`;
  const shape = 'block w-full rounded-card border bg-raised';
  if (!isDriving) return <img src={src} alt={t('web.panel_picture')} className={`${shape} border-edge`} />;
  return <Driven src={src} label={t('web.panel_picture_drive')} shape={shape} send={send} />;
}

type DrivenProps = {
  readonly src: string;
  readonly label: string;
  readonly shape: string;
  readonly send: (event: BrowserInput) => void;
};

function Driven({ src, label, shape, send }: DrivenProps) {
  const box = useRef<HTMLButtonElement>(null);
  const latest = useRef(send);
  useEffect(() => {
    latest.current = send;
  });
  // The list around would scroll as well: React's own listener cannot stop that.
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const { left, top, width, height } = element.getBoundingClientRect();
      const place = { x: clamp((event.clientX - left) / width), y: clamp((event.clientY - top) / height) };
      latest.current({ type: 'wheel', ...place, dy: Math.max(-2_000, Math.min(2_000, event.deltaY)) });
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, []);
  const onClick = (event: MouseEvent<HTMLButtonElement>) => {
    // A press of the keyboard on the button has no place in the picture.
    if (event.detail === 0) return;
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    const place = { x: clamp((event.clientX - left) / width), y: clamp((event.clientY - top) / height) };
    send({ type: 'click', ...place, count: Math.min(event.detail, 3) });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLButtonElement>) => {
    if (event.key === 'Escape') {
      event.preventDefault();
      event.currentTarget.blur();
      return;
    }
    const input = event.nativeEvent.isComposing ? undefined : inputOfKey(event);
    if (input === undefined) return;
    event.preventDefault();
    send(input);
  };
  const onPaste = (event: React.ClipboardEvent) => {
    const text = event.clipboardData.getData('text/plain').slice(0, 2_000);
    if (text === '') return;
    event.preventDefault();
    send({ type: 'text', text });
  };
  return (
    <button
      ref={box}
      type="button"
      className="cursor-crosshair"
      onClick={onClick}
      onKeyDown={onKeyDown}
      onPaste={onPaste}
    >
      <img src={src} alt={label} draggable={false} className={`${shape} border-ask-edge`} />
    </button>
  );
}

const clamp = (part: number) => Math.max(0, Math.min(1, part));
