// @vitest-environment happy-dom
import { fireEvent, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import type { BrowserView } from '#main/contract/browser.ts';
import { SessionId } from '#main/contract/ids.ts';
import { show } from '#renderer/testing/show.tsx';
import { BrowserPanel } from './browser-panel.tsx';

const sessionId = SessionId.parse('s1');
const jpeg =
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=';
const page: Partial<BrowserView> = {
  isOpen: true,
  tabs: [
    { id: 't1', title: 'Tides', url: 'https://example.org/tides', active: true },
    { id: 't2', title: 'Moon', url: 'https://example.net/moon', active: false },
  ],
  steps: [
    {
      ...{ id: 's1', at: 1, ms: 400, action: 'click', text: 'button "Send"', state: 'done' },
      ...{ urlBefore: 'https://example.org/', urlAfter: 'https://example.org/tides' },
      ...{ notes: ['Downloaded to quarantine: a.exe'], hasBefore: true, hasAfter: true },
    },
  ],
  downloads: [{ id: 'd1', name: 'a.exe', sizeBytes: 2_000, from: 'https://example.org', risky: true }],
};
const showPanel = (view: Partial<BrowserView>) =>
  show(({ client }) => <BrowserPanel client={client} sessionId={sessionId} />, { browser: { view, jpeg } });

describe('the browser beside a chat', () => {
  it('says what to install where there is no browser, and that nothing is open otherwise', async () => {
    showPanel({ program: undefined });
    expect(await screen.findByText('No browser was found')).toBeTruthy();
  });

  it('shows the page, its address and what was done, with pictures before and after', async () => {
    showPanel(page);
    expect(await screen.findByAltText('The page as it looks now')).toBeTruthy();
    expect(screen.getByText('https://example.org/tides', { selector: '.font-mono' })).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: /Clicked button "Send"/ }));
    expect(screen.getByText('Downloaded to quarantine: a.exe')).toBeTruthy();
    expect(await screen.findByAltText('Pictures of this step: Before')).toBeTruthy();
    expect(await screen.findByAltText('Pictures of this step: After')).toBeTruthy();
    expect(screen.getByText('Could run something')).toBeTruthy();
  });

  it('lets the person take over, work in the picture by mouse and keys, and hand back', async () => {
    const core = showPanel(page);
    await userEvent.click(await screen.findByRole('button', { name: 'Take over' }));
    const picture = await screen.findByRole('button', { name: /The page\. Click into it/ });
    picture.getBoundingClientRect = () => new DOMRect(0, 0, 200, 100);
    fireEvent.click(picture, { clientX: 50, clientY: 50, detail: 1 });
    fireEvent.keyDown(picture, { key: 'a' });
    fireEvent.keyDown(picture, { key: 'Enter' });
    fireEvent.keyDown(picture, { key: 'Tab' });
    fireEvent.keyDown(picture, { key: 'c', ctrlKey: true });
    await expect
      .poll(() => core.browser.inputs)
      .toEqual([
        { type: 'click', x: 0.25, y: 0.5, count: 1 },
        { type: 'text', text: 'a' },
        { type: 'key', key: 'Enter' },
      ]);
    await userEvent.click(screen.getByRole('button', { name: 'Hand back' }));
    expect(await screen.findByText('The model drives')).toBeTruthy();
  });

  it('says what the model asks for, changes the tab, and stops', async () => {
    const core = showPanel({ ...page, control: 'person', asked: 'Log in, please.', sandboxed: false });
    expect(await screen.findByText(/Log in, please\./)).toBeTruthy();
    expect(screen.getByText(/runs as root/)).toBeTruthy();
    const tabs = screen.getByRole('list', { name: 'Tabs' });
    await userEvent.click(within(tabs).getByRole('button', { name: 'Moon' }));
    await expect.poll(() => core.browser.view.get().tabs.find(({ active }) => active)?.id).toBe('t2');
    await userEvent.click(screen.getByRole('button', { name: 'Stop and close' }));
    await expect.poll(() => core.browser.view.get().tabs).toEqual([]);
  });
});
