// Keys that can be told by their shape, so that one that Limpet never stored stays out of its logs as well.
import { mark } from './redact-known.ts';

const shapes = [
  String.raw`sk-ant-[\w-]{8,}`,
  String.raw`sk-or-[\w-]{8,}`,
  String.raw`sk-proj-[\w-]{8,}`,
  String.raw`sk-[\w-]{16,}`,
  String.raw`gsk_\w{16,}`,
  String.raw`xai-[\w-]{16,}`,
  String.raw`AIza[\w-]{30,}`,
  String.raw`gh[pousr]_\w{20,}`,
  String.raw`github_pat_\w{20,}`,
  String.raw`glpat-[\w-]{16,}`,
  String.raw`xox[abprs]-[\w-]{10,}`,
  String.raw`xapp-[\w-]{10,}`,
  'A(?:KIA|SIA)[A-Z0-9]{16}',
  String.raw`hf_\w{20,}`,
  String.raw`npm_\w{30,}`,
  String.raw`eyJ[\w-]{10,}\.[\w-]{5,}\.[\w-]{5,}`,
  String.raw`limpet_[\w-]{20,}`,
  String.raw`\d{6,12}:[A-Za-z][\w-]{29,}`, // a Telegram bot
];
const keys = new RegExp(String.raw`\b(?:${shapes.join('|')})`, 'g');
const privateKey = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]{0,16000}?-----END [A-Z ]{0,40}PRIVATE KEY-----/g;
/** The password of an address; who it is for and where stays readable. */
const passwordInUrl = /\b([a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/?#@]{0,200}:)[^\s/?#@]{1,400}(?=@)/gi;
const inHeader = /\b(Bearer|Basic)(\s+)[\w.~+/=-]{12,}/g;

export function hideKeyShapes(text: string): string {
  let out = text.replace(keys, mark);
  if (out.includes('PRIVATE KEY-----')) out = out.replace(privateKey, mark);
  if (out.includes('://')) out = out.replace(passwordInUrl, `$1${mark}`);
  if (out.includes('Bearer') || out.includes('Basic')) out = out.replace(inHeader, `$1$2${mark}`);
  return out;
}
