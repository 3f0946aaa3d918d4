// The thread that reads one document and ends. Whoever started it ends it too when it takes too long.
import { parentPort, workerData } from 'node:worker_threads';
import { toErrorData } from '#main/contract/errors.ts';
import { documentKind, isArchive } from './document-kind.ts';
import { unreadable } from './failure.ts';
import { checkArchive } from './formats/check-archive.ts';
import type { DocumentRequest, DocumentText } from './port.ts';
import type { DocumentReply, DocumentTask } from './thread-protocol.ts';

async function read(request: DocumentRequest): Promise<DocumentText> {
  const entries = isArchive(request.bytes) ? await checkArchive(request.bytes) : undefined;
  switch (documentKind(request.name, request.bytes, entries)) {
    case 'pdf':
      return (await import('./formats/pdf.ts')).readPdf(request);
    case 'docx':
      return (await import('./formats/docx.ts')).readDocx(request);
    case 'xlsx':
      return (await import('./formats/table.ts')).readXlsx(request);
    case 'csv':
      return (await import('./formats/table.ts')).readCsv(request);
    case 'picture':
      return (await import('./formats/picture.ts')).readPicture(request);
    case undefined:
      throw unreadable(
        'not_a_document',
        'This is no PDF, DOCX, XLSX, CSV or picture. Old .doc and .xls files must be saved anew; for text use read_file.',
      );
  }
}

async function reply(task: DocumentTask): Promise<DocumentReply> {
  try {
    if (task.type === 'read') return { type: 'text', text: await read(task.request) };
    const { shrinkPicture } = await import('./formats/picture.ts');
    return { type: 'picture', picture: await shrinkPicture(task.request) };
  } catch (error) {
    return { type: 'failed', error: toErrorData(error) };
  }
}

const task: DocumentTask = workerData;
parentPort?.postMessage(await reply(task));
