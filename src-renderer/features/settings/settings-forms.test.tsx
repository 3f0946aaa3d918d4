// @vitest-environment happy-dom
// Fields that come from the schema: found, locked, put back, taken along; the log, the doctor's buttons.
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { AppError } from '#main/contract/errors.ts';
import { settingList } from '#main/contract/settings.ts';
import type { Finding } from '#main/contract/system.ts';
import { createTranslate } from '#main/platform/texts/translate.ts';
import type { SampleCoreOptions } from '#renderer/testing/sample-core.ts';
import { sampleLine } from '#renderer/testing/sample-log.ts';
import { type Known, show } from '#renderer/testing/show.tsx';
import { foldText } from './search/search-index.ts';
import { settingsSections } from './sections.ts';
import { SettingsScreen } from './settings-screen.tsx';

const t = createTranslate('en');

function Screen({ known, first }: { known: Known; first: string }) {
  const [section, setSection] = useState(first);
  return (
    <SettingsScreen
      {...known}
      isOffline={false}
      section={section}
      onSection={setSection}
      onClose={() => {}}
      chatHref={() => '#'}
    />
  );
}
const showSettings = (section: string, options: SampleCoreOptions = {}) =>
  show((known) => <Screen known={known} first={section} />, options);
const button = (name: string | RegExp) => screen.findByRole('button', { name });
const place = (path: string) => {
  const found = document.querySelector<HTMLElement>(`[data-setting="${CSS.escape(path)}"]`);
  if (found === null) throw new Error(`no place for ${path}`);
  return within(found);
};

describe('fields of the settings', () => {
  it.each(settingsSections)('every setting of a section has its place there: %s', async (section) => {
    showSettings(section);
    await screen.findByRole('heading', { level: 2, name: t(`settings.section_${section}`) });
    const wanted = settingList.filter((one) => one.section === section && one.isShown).map((one) => one.path);
    await waitFor(() => {
      const there = [...document.querySelectorAll<HTMLElement>('[data-setting]')].map((one) => one.dataset.setting);
      expect(wanted.filter((path) => there.filter((one) => one === path).length !== 1)).toEqual([]);
    });
  });

  it('say what sets a value from outside, and cannot be changed then', async () => {
    const core = showSettings('appearance', {
      environment: { theme: { value: 'dark', name: 'LIMPET_THEME' } },
      file: { language: 'de' },
    });
    expect(await screen.findByText('Set by LIMPET_THEME. Change it there.')).toBeTruthy();
    expect(place('language').getByText('Set in config.json. Change it there.')).toBeTruthy();
    expect(screen.getByLabelText<HTMLInputElement>('Dark').checked).toBe(true);
    expect(screen.getByRole('group', { name: 'Theme' }).hasAttribute('disabled')).toBe(true);
    expect(place('language').getByRole('combobox').hasAttribute('disabled')).toBe(true);
    expect(place('theme').queryByRole('button')).toBeNull();
    await expect(core.client.api.settings.set({ patch: { theme: 'light' } })).rejects.toMatchObject({
      code: 'conflict',
      details: { reason: 'set_outside', facts: { name: 'LIMPET_THEME' } },
    });
  });

  it('go back to their default one by one, and undo takes that back', async () => {
    const core = showSettings('permissions', { settings: { limits: { stepsPerTurn: 7, minutesPerTurn: 3 } } });
    await userEvent.click(await button('Reset to 50 steps: Steps'));
    await waitFor(() => expect(core.settings.get().limits).toMatchObject({ stepsPerTurn: 50, minutesPerTurn: 3 }));
    expect(await screen.findByText('“Steps” is back to its default.')).toBeTruthy();
    await userEvent.click(await button('Undo'));
    await waitFor(() => expect(core.settings.get().limits.stepsPerTurn).toBe(7));
  });

  it('go back by the page after a question that names them, and leave what is locked', async () => {
    const core = showSettings('permissions', {
      settings: { limits: { stepsPerTurn: 7, costUsdPerTurn: 9 }, theme: 'dark' },
      environment: { approvalMinutes: { value: 5, name: 'LIMPET_APPROVAL_MINUTES' } },
    });
    await userEvent.click(await button('Reset this page'));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText('Back to the default: Steps, Cost')).toBeTruthy();
    await userEvent.click(dialog.getByRole('button', { name: 'Reset' }));
    await waitFor(() => expect(core.settings.get().limits).toMatchObject({ stepsPerTurn: 50, costUsdPerTurn: 2 }));
    expect(core.settings.get()).toMatchObject({ theme: 'dark', approvalMinutes: 5 });
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Reset this page' })).toBeNull());
    await userEvent.click(await button('Undo'));
    await waitFor(() => expect(core.settings.get().limits).toMatchObject({ stepsPerTurn: 7, costUsdPerTurn: 9 }));
  });

  it('go back all together, but for what the app remembers for itself', async () => {
    const settings = { theme: 'dark', onboarded: true, limits: { stepsPerTurn: 7 } } as const;
    const core = showSettings('data', { settings, file: { port: 8_080 } });
    await userEvent.click(await button('Reset everything'));
    await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Reset' }));
    await waitFor(() => expect(core.settings.get()).toMatchObject({ theme: 'system', onboarded: true }));
    expect(await screen.findByText('3 settings are back to their defaults.')).toBeTruthy();
    expect((await button('Reset everything')).hasAttribute('disabled')).toBe(true);
  });

  it('say that a value of the start waits for a restart, and can be emptied again', async () => {
    showSettings('gateway');
    const port = await screen.findByLabelText('Port');
    expect(place('port').getByText('Applies at the next start.')).toBeTruthy();
    await waitFor(() => expect(port.hasAttribute('disabled')).toBe(false));
    await userEvent.type(port, '8080{Enter}');
    expect(await screen.findByText('Applies at the next start. Until then: not set')).toBeTruthy();
    expect(await screen.findByText(/only after a restart/)).toBeTruthy();
    expect((port as HTMLInputElement).value).toBe('8080');
    await userEvent.clear(port);
    await userEvent.type(port, '{Enter}');
    await waitFor(() => expect(place('port').getByText('Applies at the next start.')).toBeTruthy());
    const names = screen.getByLabelText('Further names');
    await userEvent.type(names, 'a.example, b.example{Enter}');
    expect(await screen.findByText(/Until then: not set/)).toBeTruthy();
    expect(screen.getByRole('switch', { name: 'Serve the network without TLS' }).hasAttribute('disabled')).toBe(true);
  });

  it('show a size in percent and keep it as a factor', async () => {
    const core = showSettings('appearance');
    const size = await screen.findByRole('textbox', { name: 'Text size' });
    await userEvent.clear(size);
    await userEvent.type(size, '250{Enter}');
    expect(await screen.findByText('Enter a number from 85 to 200.')).toBeTruthy();
    await userEvent.clear(size);
    await userEvent.type(size, '115{Enter}');
    await waitFor(() => expect(core.settings.get().appearance.fontScale).toBe(1.15));
    await waitFor(() => expect((size as HTMLInputElement).value).toBe('115'));
  });
});

describe('search in the settings', () => {
  const search = () => screen.findByRole('combobox', { name: 'Search settings' });

  it('finds by label, help, path and section, and opens with Enter at the field', async () => {
    showSettings('about');
    for (const words of [
      'steps',
      'one call of the model',
      'limits.steps',
      'permissions steps',
      'LIMPET_LIMITS_STEPS',
    ]) {
      const field = await search();
      await userEvent.clear(field);
      await userEvent.type(field, words);
      expect(screen.getAllByRole('option').map((one) => one.textContent)).toContainEqual(
        expect.stringMatching(/^Steps/),
      );
    }
    const field = await search();
    await userEvent.clear(field);
    await userEvent.type(field, 'steps{Enter}');
    const steps = await screen.findByLabelText('Steps');
    await waitFor(() => expect(document.activeElement).toBe(steps));
    expect(document.querySelector('[data-marked]')?.getAttribute('data-setting')).toBe('limits.stepsPerTurn');
    expect((field as HTMLInputElement).value).toBe('');
  });

  it('groups by section, is walked with the arrow keys, and says how many there are', async () => {
    showSettings('about');
    const field = await search();
    await userEvent.type(field, 'key');
    const list = screen.getByRole('listbox');
    const groups = within(list).getAllByRole('group');
    expect(groups.length).toBeGreaterThan(1);
    const options = within(list).getAllByRole('option');
    const activeOf = () => document.getElementById(field.getAttribute('aria-activedescendant') ?? '');
    expect(activeOf()).toBe(options[0]);
    await userEvent.type(field, '{ArrowDown}{ArrowDown}{ArrowUp}');
    expect([activeOf(), options[1]?.getAttribute('aria-selected')]).toEqual([options[1], 'true']);
    await userEvent.type(field, '{ArrowUp}{ArrowUp}');
    expect(activeOf()).toBe(options.at(-1));
    expect(screen.getByText(`${options.length} settings found`)).toBeTruthy();
    await userEvent.type(field, '{Escape}');
    expect(screen.queryByRole('listbox')).toBeNull();
    await userEvent.type(field, 'qqqq');
    expect(screen.getByText('Nothing found. Try another word.')).toBeTruthy();
  });

  it('leads to what is locked as well, and to cards that are no setting', async () => {
    showSettings('about', { environment: { reasoning: { value: 'low', name: 'LIMPET_REASONING' } } });
    await userEvent.type(await search(), 'reasoning{Enter}');
    await waitFor(() => expect((document.activeElement as HTMLElement).dataset.setting).toBe('reasoning'));
    await userEvent.type(await search(), 'last log lines{Enter}');
    await screen.findByRole('heading', { name: 'Report' });
    await waitFor(() => expect(document.querySelector('[data-setting="report"][data-marked]')).toBeTruthy());
  });

  it('does not mind case, accents and ß', () => {
    expect(foldText('Größe ÉTÉ')).toBe('grosse ete');
  });
});

describe('settings to take along', () => {
  const choose = async (content: object | string) => {
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    const heading = await screen.findByRole('heading', { name: 'Export and import settings' });
    const card = within(heading.closest('section') ?? document.body);
    await waitFor(() => expect(card.getByRole('button', { name: 'Import' }).hasAttribute('disabled')).toBe(false));
    await userEvent.upload(screen.getByLabelText('File of settings'), new File([text], 'mine.json'));
  };
  const file = (settings: object) => ({ limpet: 'settings', version: 1, settings });

  it('are shown with what changes and what is left out before anything is applied, and undo takes it back', async () => {
    const core = showSettings('data', { environment: { reasoning: { value: 'low', name: 'LIMPET_REASONING' } } });
    await choose(file({ theme: 'dark', reasoning: 'high', limits: { stepsPerTurn: 0 }, colour: 1, port: 5 }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText('This value would change. The rest stays.')).toBeTruthy();
    expect(dialog.getByText('Theme').closest('li')?.textContent).toBe('ThemefromSystemtoDark');
    for (const line of [
      'Reasoning: set by LIMPET_REASONING here',
      'Values that cannot be used: limits.stepsPerTurn',
      'Belongs to one machine: port',
      'Not known to this Limpet: colour',
    ])
      expect(dialog.getByText(line)).toBeTruthy();
    expect(core.settings.get().theme).toBe('system');
    await userEvent.click(dialog.getByRole('button', { name: 'Apply 1 change' }));
    await waitFor(() => expect(core.settings.get().theme).toBe('dark'));
    await userEvent.click(await button('Undo'));
    await waitFor(() => expect(core.settings.get().theme).toBe('system'));
  });

  it('say when nothing would change, and when the file is none of ours', async () => {
    showSettings('data');
    await choose(file({ theme: 'system' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(/Nothing would change/)).toBeTruthy();
    expect(dialog.queryByRole('button', { name: /^Apply/ })).toBeNull();
    await userEvent.click(dialog.getByRole('button', { name: 'Cancel' }));
    await choose('{"theme":"dark"}');
    expect((await screen.findByRole('alert')).textContent).toContain('mine.json is no file of settings');
  });
});

describe('the log', () => {
  const lines = Array.from({ length: 450 }, (_, index) =>
    sampleLine(index, index % 100 === 7 ? { level: 'warn', module: 'sandbox', fields: { reason: 'odd' } } : {}),
  );
  const shown = () => within(screen.getByRole('log')).queryAllByRole('listitem');

  it('shows the newest lines, older ones on demand, and new ones as they come', async () => {
    const core = showSettings('diagnostics', { log: lines });
    await waitFor(() => expect(shown()).toHaveLength(200));
    expect(shown().at(-1)?.textContent).toContain('line 449');
    await userEvent.click(await button('Show older lines'));
    await waitFor(() => expect(shown()).toHaveLength(400));
    await userEvent.click(await button('Show older lines'));
    await waitFor(() => expect(shown()).toHaveLength(450));
    expect(screen.queryByRole('button', { name: 'Show older lines' })).toBeNull();
    core.log.set([...lines, sampleLine(450)]);
    await waitFor(() => expect(shown().at(-1)?.textContent).toContain('line 450'));
    await userEvent.click(screen.getByRole('switch', { name: 'Follow new lines' }));
    core.log.set([...lines, sampleLine(450), sampleLine(451)]);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(shown()).toHaveLength(451);
  });

  it('keeps to a level, a part and words', async () => {
    showSettings('diagnostics', { log: lines });
    await waitFor(() => expect(shown()).toHaveLength(200));
    await userEvent.selectOptions(screen.getByLabelText('Level'), 'Warnings and errors');
    await waitFor(() => expect(shown()).toHaveLength(5));
    expect(shown()[0]?.textContent).toContain('reason=odd');
    await userEvent.selectOptions(screen.getByLabelText('Part'), 'app');
    expect(await screen.findByText('No line fits so far.')).toBeTruthy();
    await userEvent.selectOptions(screen.getByLabelText('Part'), 'All parts');
    await userEvent.type(screen.getByLabelText('Search in it'), 'LINE 307');
    await waitFor(() => expect(shown()).toHaveLength(1));
  });

  it('is copied as plain lines', async () => {
    showSettings('diagnostics', { log: [sampleLine(1, { fields: { ms: '12', note: 'two\nlines' } })] });
    await waitFor(() => expect(shown()).toHaveLength(1));
    const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    await userEvent.click(await button('Copy these lines'));
    const copied = '2025-10-09T08:53:21.000Z info app line 1 ms=12 note=two lines';
    await waitFor(() => expect(write).toHaveBeenCalledWith(copied));
  });
});

describe('the doctor', () => {
  const fix = { type: 'apply', key: 'system.fix_close_folder', isChoice: false } as const;
  const open: Finding = {
    id: 'data-folder',
    state: 'warning',
    key: 'system.doctor_data_folder_open',
    params: { folder: '/d', mode: '755' },
    fix,
  };
  const closed: Finding = {
    id: 'data-folder',
    state: 'ok',
    key: 'system.doctor_data_folder_ok',
    params: { folder: '/d' },
  };

  it('mends at a click, says so, and shows what is left', async () => {
    showSettings('diagnostics', { findings: [open], fix: () => [closed] });
    await userEvent.click(await button('Close it to others'));
    expect(await screen.findByText('The data folder is closed to other users.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Close it to others' })).toBeNull();
    expect(screen.getByText(/closed to other users: \/d/)).toBeTruthy();
  });

  it('says when it did not help, and why it could not', async () => {
    let tries = 0;
    showSettings('diagnostics', {
      findings: [open],
      fix: () => {
        tries += 1;
        if (tries === 1) return [open];
        throw new AppError('unavailable', 'No.', { details: { reason: 'read_only' } });
      },
    });
    await userEvent.click(await button('Close it to others'));
    expect(await screen.findByText('That was tried, but it is still so.')).toBeTruthy();
    await userEvent.click(await button('Close it to others'));
    expect((await screen.findByRole('alert')).textContent).toContain('cannot be written to');
  });
});
