// The one-time code in what a person pasted: the whole link, or the code alone. The link's address is not used.

/** Undefined when there is no code in it. */
export function readPastedCode(pasted: string): string | undefined {
  const text = pasted.trim();
  const inLink = /[#?&/](?:signin|ticket|code|token)[=/]([\w-]{16,512})/.exec(text);
  if (inLink !== null) return inLink[1];
  return /^[\w-]{16,512}$/.test(text) ? text : undefined;
}
