// The window's own scheme: the page's files with their protections, attachments, and no way out of the folder.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { chatLimits } from '#main/contract/chat.ts';
import { AppError } from '#main/contract/errors.ts';
import { BlobId } from '#main/contract/ids.ts';
import type { BlobInfo, BlobStore } from '#main/platform/store/port.ts';
import { createAppRequests } from './app-requests.ts';

function memoryBlobs(): Pick<BlobStore, 'put' | 'info' | 'stream'> {
  const kept = new Map<string, { info: BlobInfo; bytes: Uint8Array }>();
  const find = (id: string) => {
    const blob = kept.get(id);
    if (blob === undefined) throw new AppError('not_found', 'There is no such attachment.');
    return blob;
  };
  return {
    async put({ bytes, name, mediaType, maxBytes }) {
      const pieces: Uint8Array[] = [];
      let sizeBytes = 0;
      for await (const piece of bytes) {
        sizeBytes += piece.length;
        if (sizeBytes > maxBytes) throw new AppError('invalid_input', 'The file is too large.');
        pieces.push(piece);
      }
      const id = BlobId.parse(`blob-${kept.size + 1}`);
      const info = { id, sizeBytes, sha256: 'x', mediaType, name };
      kept.set(id, { info, bytes: Buffer.concat(pieces) });
      return info;
    },
    info: async (id) => find(id).info,
    stream: async (id) => {
      const { bytes } = find(id);
      return (async function* () {
        yield bytes;
      })();
    },
  };
}

function setUp(o: { started?: boolean } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'limpet-page-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const pageFolder = join(folder, 'renderer');
  mkdirSync(join(pageFolder, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), 'a secret beside the page');
  writeFileSync(join(pageFolder, 'index.html'), '<!doctype html><title>Limpet</title>');
  writeFileSync(join(pageFolder, 'assets', 'main.js'), 'export {};');
  writeFileSync(join(pageFolder, 'assets', 'main.js.map'), '{}');
  symlinkSync(join(folder, 'secret.txt'), join(pageFolder, 'assets', 'link.txt'));
  const blobs = memoryBlobs();
  const answer = createAppRequests({
    pageFolder,
    blobs: () => (o.started === false ? undefined : blobs),
    clock: { now: () => 1 },
  });
  const get = (path: string, init?: RequestInit) => answer(new Request(`app://limpet${path}`, init));
  return { answer, get };
}

describe('the app scheme', () => {
  it('serves the page and its files with every protection', async () => {
    const { get } = setUp();
    const index = await get('/');
    expect(await index.text()).toContain('<title>Limpet');
    expect(index.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const policy = index.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline|\*/);
    expect(index.headers.get('x-content-type-options')).toBe('nosniff');
    const script = await get('/assets/main.js');
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect((await get('/settings/models')).status).toBe(200);
    expect((await get('/assets/gone.js')).status).toBe(404);
  });
  it('leads nowhere outside its folder, whatever the path says [T16] [T21]', async () => {
    const { get, answer } = setUp();
    const paths = [
      '/../secret.txt',
      '/..%2fsecret.txt',
      '/%2e%2e/secret.txt',
      '/%2e%2e%2fsecret.txt',
      '/assets/../../secret.txt',
      '/assets/..%5c..%5csecret.txt',
      '/assets/%2e%2e%2f%2e%2e%2fsecret.txt',
      '/assets/link.txt',
      '/assets/main.js%00.html',
      '/assets/main.js.map',
      '/%c0%ae%c0%ae/secret.txt',
      '/C:/Windows/win.ini',
      '/\\\\server/share.txt',
    ];
    for (const path of paths) {
      const response = await get(path);
      expect(response.status, path).toBe(404);
      expect(await response.text()).not.toContain('a secret');
    }
    // Without an ending it is a route of the page, never a file.
    expect(await (await get('//etc/passwd')).text()).toContain('<title>Limpet');
    for (const url of ['app://evil.test/', 'app://limpet.evil.test/', 'https://limpet/'])
      expect((await answer(new Request(url))).status).toBe(404);
  });
  it('takes an attachment and gives it back as a download', async () => {
    const { get } = setUp();
    const put = await get('/blobs', {
      method: 'PUT',
      body: '<script>alert(1)</script>',
      headers: { 'content-type': 'text/html', 'x-limpet-name': encodeURIComponent('../Größe.html') },
    });
    expect(put.status).toBe(200);
    const attachment = await put.json();
    expect(attachment).toEqual({ blobId: 'blob-1', name: '.._Größe.html', mediaType: 'text/html', sizeBytes: 25 });
    const got = await get('/blobs/blob-1');
    expect(await got.text()).toBe('<script>alert(1)</script>');
    expect(got.headers.get('content-type')).toBe('application/octet-stream');
    expect(got.headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''/);
    expect(got.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
  });
  it('refuses what is too large, unknown, oddly named or not a way to ask [R15]', async () => {
    const { get } = setUp();
    const headers = { 'content-type': 'image/png', 'x-limpet-name': 'a.png' };
    const large = await get('/blobs', { method: 'PUT', body: new Uint8Array(chatLimits.imageBytes + 1), headers });
    expect(large.status).toBe(400);
    expect((await get('/blobs/none')).status).toBe(404);
    expect((await get('/blobs/..%2fx')).status).toBe(404);
    expect((await get('/blobs', { method: 'PUT', body: 'x', headers: { 'x-limpet-name': '%' } })).status).toBe(400);
    expect((await get('/blobs/none', { method: 'DELETE' })).status).toBe(405);
    expect((await get('/', { method: 'POST', body: 'x' })).status).toBe(405);
  });
  it('says so while the core is not there yet', async () => {
    expect((await setUp({ started: false }).get('/blobs/blob-1')).status).toBe(503);
  });
});
