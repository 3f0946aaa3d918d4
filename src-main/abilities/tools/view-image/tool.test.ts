// Pictures before the model's eyes: of the workspace and of messages, within bounds, and nothing else of this machine.
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodePng } from '#main/abilities/documents/encode-png.ts';
import { pictureHeader } from '#main/abilities/documents/picture-header.ts';
import { createToolKit, type ToolKit } from '../testing/tool-kit.ts';

const sample = readFileSync(new URL('../../documents/testing/tide-note.jpg', import.meta.url));
const png = (width: number, height: number) =>
  encodePng({ width, height, rgb: new Uint8Array(width * height * 3).fill(90) });

describe('view_image', () => {
  let kit: ToolKit;
  beforeAll(() => {
    kit = createToolKit({ attachments: { b1: { name: 'photo.jpg', bytes: sample } } });
    writeFileSync(join(kit.root, 'small.png'), png(40, 30));
    writeFileSync(join(kit.root, 'wide.png'), png(3_000, 200));
    writeFileSync(join(kit.root, 'notes.txt'), 'no picture\n');
    // Says that it has 900 million pixels, in a few bytes.
    const bomb = Buffer.from(png(1, 1));
    bomb.writeUInt32BE(30_000, 16);
    bomb.writeUInt32BE(30_000, 20);
    writeFileSync(join(kit.root, 'bomb.png'), bomb);
    writeFileSync(join(kit.home, 'private.png'), png(4, 4));
    symlinkSync(join(kit.home, 'private.png'), join(kit.root, 'link.png'));
  });
  afterAll(() => kit.close());

  it('hands over a small picture as it is, and says what it is', async () => {
    const { plan, result } = await kit.run('view_image', { path: 'small.png' });
    expect(plan.effects).toEqual([{ type: 'read', target: 'small.png', insideWorkspace: true }]);
    expect(result.output).toMatch(/^small\.png: image\/png, \d+ bytes, 40 × 30 pixels\./);
    expect(result.output).toContain('read_document');
    const [image] = result.images ?? [];
    expect(image?.mediaType).toBe('image/png');
    expect(Buffer.from(image?.bytes ?? []).equals(readFileSync(join(kit.root, 'small.png')))).toBe(true);
  });

  it('makes a large one smaller', async () => {
    const { result } = await kit.run('view_image', { path: 'wide.png' });
    expect(result.output).toContain('3000 × 200 pixels, shown as 1568 × 105');
    expect(pictureHeader(result.images?.[0]?.bytes ?? new Uint8Array())).toMatchObject({ width: 1_568, height: 105 });
  });

  it('shows an attachment of this chat', async () => {
    const { result } = await kit.run('view_image', { attachment: 'b1' });
    expect(result.output).toContain('photo.jpg: image/jpeg');
    expect(result.images).toHaveLength(1);
    expect(await kit.refusal('view_image', { attachment: 'b2' })).toBe('not_found');
  });

  it('refuses what is no picture, and one that would fill the memory before it is decoded [R16]', async () => {
    expect(await kit.refusal('view_image', { path: 'notes.txt' })).toBe('not_a_document');
    expect(await kit.refusal('view_image', { path: 'bomb.png' })).toBe('too_large');
  });

  it('reaches nothing outside the workspace, by no way of writing its path [T21]', async () => {
    for (const path of ['../home/private.png', join(kit.home, 'private.png'), 'link.png'])
      expect(await kit.refusal('view_image', { path })).not.toBe('done');
  });
});
