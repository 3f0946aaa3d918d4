// Documents of every kind, whole and broken, through the real thread.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isAppError } from '#main/contract/errors.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { createDocuments } from './create-documents.ts';
import { encodePng } from './encode-png.ts';
import type { DocumentRequest } from './port.ts';
import { makeArchive, makePdf, makeXlsx } from './testing/make-files.ts';

const documents = createDocuments();
const read = (name: string, bytes: Uint8Array, o: Partial<DocumentRequest> = {}) =>
  documents.read({ name, bytes, maxChars: 28_000, ...o }, neverAborts);
const reasonOf = (reading: Promise<unknown>) =>
  reading.then(
    () => 'read',
    (error: unknown) => (isAppError(error) ? (error.details?.reason ?? error.code) : String(error)),
  );
const word = (name: string) =>
  readFileSync(join(dirname(createRequire(import.meta.url).resolve('mammoth/package.json')), 'test/test-data', name));
const picture = (name: string) => readFileSync(join(import.meta.dirname, 'testing', name));

describe('a PDF', () => {
  it('is read by page, as far as it fits, and says where to go on', async () => {
    const pdf = makePdf(['First page', 'Second page', '', 'Fourth page']);
    expect(await read('a.pdf', pdf)).toMatchObject({
      kind: 'pdf',
      unit: 'page',
      from: 1,
      to: 4,
      total: 4,
      text: '[page 1]\nFirst page\n\n[page 2]\nSecond page\n\n[page 3]\n\n\n[page 4]\nFourth page',
      remarks: ['No text on page 3: empty, or a picture of a page (a scan).'],
    });
    expect(await read('a.pdf', pdf, { span: { from: 2, to: 2 } })).toMatchObject({ from: 2, to: 2, total: 4 });
    expect(await read('a.pdf', pdf, { maxChars: 30 })).toMatchObject({ from: 1, to: 1, total: 4 });
    expect(await reasonOf(read('a.pdf', pdf, { span: { from: 9, to: 9 } }))).toBe('no_such_part');
  });

  it('of 500 pages does not block the one who asks [R15]', async () => {
    const pdf = makePdf(Array.from({ length: 500 }, (_, page) => `Page ${page} of a long book`));
    let longest = 0;
    let last = performance.now();
    const beat = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 5);
    const { to, total } = await read('book.pdf', pdf, { maxChars: 1_000_000 });
    clearInterval(beat);
    expect([to, total]).toEqual([500, 500]);
    expect(longest).toBeLessThan(200);
  });

  it('that is broken says so', async () => {
    expect(await reasonOf(read('a.pdf', Buffer.from('%PDF-1.7 nothing')))).toBe('damaged');
  });
});

describe('a Word document', () => {
  it('keeps headings, lists and tables', async () => {
    expect((await read('a.docx', word('simple-list.docx'))).text).toMatch(/^- Apple\n- Banana/m);
    const { text } = await read('a.docx', word('tables.docx'));
    expect(text).toContain('| Top left | Top right |');
    expect(await read('b.docx', word('tiny-picture.docx'))).toMatchObject({
      remarks: ['Its 1 pictures are left out.'],
    });
  });
});

describe('a table', () => {
  const rows = Array.from({ length: 300 }, (_, index) => [`t${index}`, index / 2, 'a, "b"']);
  it('in a workbook is read by sheet and row, with its head where the rows begin later', async () => {
    const xlsx = await makeXlsx({ Tides: [['when', 'height', 'note'], ...rows], Empty: [] });
    const first = await read('tides.xlsx', xlsx, { span: { from: 1, to: 3 } });
    expect(first).toMatchObject({
      sheet: 'Tides',
      sheets: ['Tides', 'Empty'],
      from: 1,
      to: 3,
      total: 301,
      unit: 'row',
    });
    expect(first.text).toBe('when,height,note\nt0,0,"a, ""b"""\nt1,0.5,"a, ""b"""');
    const later = await read('tides.xlsx', xlsx, { sheet: 'Tides', span: { from: 300, to: 400 } });
    expect(later).toMatchObject({ from: 300, to: 301, remarks: ['3 columns.', 'Row 1: when,height,note'] });
    expect(await read('tides.xlsx', xlsx, { sheet: '2' })).toMatchObject({ sheet: 'Empty', total: 0 });
    expect(await reasonOf(read('tides.xlsx', xlsx, { sheet: 'Moon' }))).toBe('no_such_part');
  });

  it('of separated values is read with its own sign and letters', async () => {
    const csv = Buffer.from('Ort;Höhe\nHörnum;2,1\n', 'latin1');
    expect(await read('a.csv', csv)).toMatchObject({
      text: 'Ort,Höhe\nHörnum,"2,1"',
      remarks: ['2 columns.', 'Separated by: ;'],
    });
    const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('a\tb\n1\t2\n', 'utf16le')]);
    expect(await read('a.tsv', wide)).toMatchObject({ text: 'a,b\n1,2', total: 2 });
  });
});

describe('a picture', () => {
  it.each(['tide-note.png', 'tide-note.jpg'])('gives its text: %s', async (name) => {
    const { text, remarks } = await read(name, picture(name));
    expect(text).toBe('High water 06:12\nLow water 12:40\nBring the lamp');
    expect(remarks[0]).toMatch(/about \d\d % sure/);
  });

  it('is made smaller for a model that sees, and left as it is where it is small', async () => {
    const small = await documents.picture(
      { bytes: picture('tide-note.png'), maxEdge: 210, maxBytes: 1e6 },
      neverAborts,
    );
    expect(small).toMatchObject({ mediaType: 'image/png', width: 210, height: 75, ofWidth: 420, ofHeight: 150 });
    const same = await documents.picture(
      { bytes: picture('tide-note.jpg'), maxEdge: 1_000, maxBytes: 1e6 },
      neverAborts,
    );
    expect(same).toMatchObject({ mediaType: 'image/jpeg', width: 420 });
    expect(Buffer.compare(same.bytes, picture('tide-note.jpg'))).toBe(0);
    const twice = await documents.picture({ bytes: small.bytes, maxEdge: 100, maxBytes: 1e6 }, neverAborts);
    expect(twice).toMatchObject({ width: 100, height: 36, ofWidth: 210 });
  });

  it('past 50 million pixels is refused by its header, before it is decoded [R15] [R16]', async () => {
    const header = encodePng({ width: 2, height: 2, rgb: new Uint8Array(12) });
    new DataView(header.buffer, header.byteOffset).setUint32(16, 60_000);
    new DataView(header.buffer, header.byteOffset).setUint32(20, 60_000);
    expect(await reasonOf(read('bomb.png', header))).toBe('too_large');
  });
});

describe('what is no document', () => {
  it('is refused with a reason [R16]', async () => {
    const bomb = await makeArchive({ 'word/document.xml': Buffer.alloc(300 * 1024 * 1024) });
    expect(bomb.length).toBeLessThan(1024 * 1024);
    const started = performance.now();
    expect(await reasonOf(read('bomb.docx', bomb))).toBe('too_large');
    expect(performance.now() - started).toBeLessThan(2_000);
    const cases: [string, Uint8Array, string][] = [
      ['a.zip', await makeArchive({ 'a.txt': 'a' }), 'not_a_document'],
      ['a.docx', await makeArchive({ 'word/document.xml': '<w:nonsense' }), 'damaged'],
      ['a.docx', Buffer.from('PK\x03\x04 and no more'), 'damaged'],
      ['a.xlsx', await makeArchive({ 'xl/workbook.xml': '<workbook/>' }), 'damaged'],
      ['a.png', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), 'not_a_document'],
      ['a.csv', Buffer.from([1, 0, 2, 0, 3]), 'not_a_document'],
      ['a.txt', Buffer.from('words'), 'not_a_document'],
    ];
    for (const [name, bytes, reason] of cases) expect(await reasonOf(read(name, bytes)), name).toBe(reason);
  });

  it('ends at its time limit, and at once when it is stopped', async () => {
    const slow = createDocuments({ timeLimitMs: 30 });
    const request = { name: 'a.png', bytes: picture('tide-note.png'), maxChars: 100 };
    expect(await reasonOf(slow.read(request, neverAborts))).toBe('timeout');
    const stop = new AbortController();
    const reading = reasonOf(documents.read(request, stop.signal));
    stop.abort();
    expect(await reading).toBe('cancelled');
  });
});
