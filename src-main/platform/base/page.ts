// How the page and its bytes are served, the same over HTTP and over the desktop's own scheme.
import { readdir } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { chatLimits } from '#main/contract/chat.ts';
import { importLimits } from '#main/contract/transfer.ts';

// 'unsafe-inline' for styles only: the scroll lock of open dialogs writes a style element of its own.
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  // The frames that show artefacts, and nothing else: nobody else's page may stand in ours, nor replace one of them.
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), payment=()',
};

/** Documents in which artefacts are shown; they hold no content of their own and are told it by the page. */
export const isFrame = (address: string) => address.startsWith('/frames/');

/**
 * A frame has an origin of its own that is nobody's, no storage, no cookies; its scripts stand inside it, and nothing leads
 * out: no address may be loaded, opened, sent to or gone to.
 */
export const frameHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': [
    'sandbox allow-scripts',
    "default-src 'none'",
    "script-src 'unsafe-inline'",
    "style-src 'unsafe-inline'",
    'img-src data: blob:',
    'font-src data:',
    'media-src data: blob:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
  ].join('; '),
  'x-frame-options': 'SAMEORIGIN',
  'x-dns-prefetch-control': 'off',
  'permissions-policy':
    'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), payment=(), clipboard-read=(), clipboard-write=(), display-capture=(), fullscreen=(), autoplay=()',
};

const fileTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
};

/** `extension` with its dot. */
export function fileTypeOf(extension: string): string {
  const known = extension.toLowerCase();
  return (Object.hasOwn(fileTypes, known) ? fileTypes[known] : undefined) ?? 'application/octet-stream';
}

export type PageFile = { readonly address: string; readonly file: string; readonly type: string };

/**
 * The files of the built page by address, found once, so that no path can lead out of their folder; links are not
 * followed. A route of the page is no file: it is answered with the page itself, which finds out what to show.
 */
export async function openPage(folder: string): Promise<{ find(path: string): PageFile | undefined }> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []); // not built yet
  const files = new Map(
    entries
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.map'))
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [`/${relative(folder, path).split(sep).join('/')}`, path]),
  );
  return {
    find(path) {
      const isRoute = extname(path) === '' && !path.startsWith('/assets/');
      const address = files.has(path) || !isRoute ? path : '/index.html';
      const file = files.get(address);
      return file === undefined ? undefined : { address, file, type: fileTypeOf(extname(address)) };
    },
  };
}

/** Shown in the page; every other blob is only ever downloaded. */
const shownTypes: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);
const mediaTypePattern = /^[a-z0-9!#$&^_.+-]{1,60}\/[a-z0-9!#$&^_.+-]{1,59}$/;

/** The media type of an upload from its `content-type`; what is no type becomes plain bytes. */
export function uploadTypeOf(contentType: string): string {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  return mediaTypePattern.test(type) ? type : 'application/octet-stream';
}

/** How large an upload may be: archives to import are no attachments, and are dropped once they were read. */
export function uploadLimitOf(mediaType: string, use: string): number {
  if (use === 'import') return importLimits.archiveBytes;
  return mediaType.startsWith('image/') ? chatLimits.imageBytes : chatLimits.fileBytes;
}

/** The name of an upload from its percent-encoded header; undefined when it is not encoded as it should be. */
export function uploadNameOf(header: string): string | undefined {
  try {
    // A name is shown and offered for saving, never used as a path; still it should not look like one.
    const plain = decodeURIComponent(header)
      .replace(/[\p{Cc}/\\]/gu, '_')
      .trim()
      .slice(0, 255);
    return plain === '' ? 'file' : plain;
  } catch {
    return undefined; // a lone percent sign or bytes that are no UTF-8
  }
}

/** Headers of a blob on its way to the page: never a document of our origin, whatever its bytes are. */
export function blobHeaders(blob: { mediaType: string; name: string; sizeBytes: number }): Record<string, string> {
  const isShown = shownTypes.has(blob.mediaType);
  const name = encodeURIComponent(blob.name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
  return {
    'content-type': isShown ? blob.mediaType : 'application/octet-stream',
    'content-length': String(blob.sizeBytes),
    'content-disposition': `${isShown ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`,
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'private, max-age=31536000, immutable',
  };
}
