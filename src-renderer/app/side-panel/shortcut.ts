// The key that opens and closes what stands beside a chat.
import { modifierKey } from '#renderer/ui/display/kbd.tsx';

export const sideShortcut = () => `${modifierKey()} Shift E`;
