// @vitest-environment happy-dom
// The licences page against lists that the build could have made: found, opened, paged, and honest where there is none.
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { LicenceList } from '#renderer/api/licences.ts';
import { show } from '#renderer/testing/show.tsx';
import { AboutSection } from './about-section.tsx';

const work = (name: string, licence: string, texts: number[]): LicenceList['packages'][number] => ({
  name,
  version: '1.2.3',
  licence,
  author: `${name} people <mail@example.org>`,
  homepage: null,
  kind: 'code',
  carrier: null,
  texts,
});
const list: LicenceList = {
  packages: [
    ...Array.from({ length: 60 }, (_, index) => work(`thing-${index}`, 'MIT', [0])),
    { ...work('SQLite', 'blessing', [1]), version: '3.54.1', kind: 'inside', carrier: 'better-sqlite3' },
  ],
  texts: ['Permission is hereby granted', 'May you do good and not evil.'],
};

function serve(body: string, type = 'application/json; charset=utf-8') {
  vi.stubGlobal('fetch', async (address: string) => {
    expect(address).toBe('/licences.json');
    return new Response(body, { headers: { 'content-type': type } });
  });
}
afterEach(() => vi.unstubAllGlobals());

async function openPage(options?: Parameters<typeof show>[1]) {
  show(({ client, system }) => <AboutSection client={client} system={system} />, options);
  await userEvent.click(await screen.findByRole('button', { name: 'Licences of others' }));
}

describe('the licences page', () => {
  it('lists fifty works, and the rest on demand', async () => {
    serve(JSON.stringify(list));
    await openPage();
    expect((await screen.findAllByRole('listitem')).length).toBe(50);
    expect(screen.getByRole('status').textContent).toBe('61 works');
    await userEvent.click(screen.getByRole('button', { name: 'Show 11 more' }));
    expect(screen.getAllByRole('listitem').length).toBe(61);
  });

  it('finds a work, says where it is from, and shows its text when it is opened', async () => {
    serve(JSON.stringify(list));
    await openPage();
    await userEvent.type(await screen.findByLabelText('Find by name or licence'), 'sqlite');
    const [row, ...others] = screen.getAllByRole('listitem');
    expect(others).toEqual([]);
    if (row === undefined) throw new Error('no row');
    expect(row.textContent).toContain('3.54.1');
    expect(row.textContent).toContain('Inside better-sqlite3');
    expect(row.textContent).toContain('by SQLite people');
    expect(within(row).queryByText('May you do good and not evil.')).toBeNull();
    await userEvent.click(within(row).getByText('SQLite'));
    expect(await within(row).findByText('May you do good and not evil.')).toBeTruthy();
    await userEvent.type(screen.getByLabelText('Find by name or licence'), ' nothing');
    expect(screen.getByText('Nothing here has that name or licence.')).toBeTruthy();
  });

  it('brings the focus in and back', async () => {
    serve(JSON.stringify(list));
    await openPage();
    const back = screen.getByRole('button', { name: 'Back to About' });
    expect(document.activeElement).toBe(back);
    await userEvent.click(back);
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Licences of others' }));
  });

  it.each([
    ['electron', true],
    ['gateway', false],
  ] as const)('in the %s speaks of Chromium: %s', async (host, speaks) => {
    serve(JSON.stringify(list));
    await openPage({ system: { host } });
    await screen.findAllByRole('listitem');
    expect(screen.queryByText(/LICENSES\.chromium\.html/) !== null).toBe(speaks);
  });

  it('says what to do where the page was not built', async () => {
    serve('<!doctype html>', 'text/html');
    await openPage();
    expect(await screen.findByText(/Run npm run build/)).toBeTruthy();
    serve(JSON.stringify(list));
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect((await screen.findAllByRole('listitem')).length).toBe(50);
  });

  it('refuses a list of another shape instead of showing half of it', async () => {
    serve(JSON.stringify({ packages: [{ name: 'thing' }], texts: [] }));
    await openPage();
    expect(await screen.findByText('The licences could not be shown.')).toBeTruthy();
  });
});
