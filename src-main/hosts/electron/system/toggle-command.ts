// What a desktop's own settings run to show and hide the quick chat: where the system gives no program a shortcut, as under
// Wayland, and where somebody would rather have it there.
export type ToggleFacts = {
  readonly program: string;
  /** The file that was started, when it unpacks itself. */
  readonly appImage: string | undefined;
  readonly platform: NodeJS.Platform;
};

export function toggleCommand({ program, appImage, platform }: ToggleFacts): string {
  const file = appImage ?? program;
  const isPlain = /^[\w./:\\-]+$/.test(file);
  const quote = platform === 'win32' ? `"${file}"` : `'${file.replaceAll("'", "'\\''")}'`;
  return `${isPlain ? file : quote} --toggle`;
}
