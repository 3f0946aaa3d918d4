// What goes to the thread that reads a document, and what comes back.
import type { ErrorData } from '#main/contract/errors.ts';
import type { DocumentRequest, DocumentText, Picture, PictureRequest } from './port.ts';

export type DocumentTask =
  | { readonly type: 'read'; readonly request: DocumentRequest }
  | { readonly type: 'picture'; readonly request: PictureRequest };
export type DocumentReply =
  | { readonly type: 'text'; readonly text: DocumentText }
  | { readonly type: 'picture'; readonly picture: Picture }
  | { readonly type: 'failed'; readonly error: ErrorData };
