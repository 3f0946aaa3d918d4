// @vitest-environment happy-dom
// A question as the person sees it: who asks is plain, what was filled in is sent and nothing else, Enter sends nothing.
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { Question } from '#main/contract/questions.ts';
import { show } from '#renderer/testing/show.tsx';
import { QuestionCard } from './question-card.tsx';

const asked = (change: object) =>
  Question.parse({
    ...{ id: 'q1', message: 'Which \u202eone?', fields: [], askedAt: 0, expiresAt: Date.now() + 60_000 },
    ...change,
  });
const draw = (question: Question) => {
  const core = show(({ client }) => <QuestionCard client={client} question={question} />, { questions: [question] });
  return core.permissions.given;
};
const press = async (name: string) => userEvent.click(await screen.findByRole('button', { name }));

describe('a question of a server', () => {
  it('says which server asks, shows its form, and sends what was filled in and nothing else', async () => {
    const given = draw(
      asked({
        server: 'docs',
        fields: [
          { name: 'city', label: 'City', required: true, type: 'text' },
          {
            name: 'size',
            label: 'Size',
            required: false,
            type: 'choice',
            options: [{ value: 's', label: 'Small' }],
            initial: 's',
          },
          { name: 'count', label: 'Count', required: false, type: 'integer' },
        ],
      }),
    );
    expect(await screen.findByRole('heading', { name: 'The server docs asks you' })).toBeTruthy();
    expect(screen.getByText(/not from Limpet/)).toBeTruthy();
    expect(screen.getByText(/Which \\u\{202e\}one\?/)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Send' })).toHaveProperty('disabled', true);
    await userEvent.type(screen.getByLabelText('City'), 'Dover{Enter}');
    await userEvent.type(screen.getByLabelText('Count'), '12');
    expect(given).toEqual([]);
    await press('Send');
    await waitFor(() =>
      expect(given).toEqual([{ questionId: 'q1', action: 'accept', values: { city: 'Dover', size: 's', count: 12 } }]),
    );
  });

  it('shows the whole address of a page that it sends the person to', async () => {
    const given = draw(asked({ server: 'docs', url: 'https://docs.test/pay?x=1' }));
    expect((await screen.findByRole('link', { name: 'Open the page' })).getAttribute('href')).toBe(
      'https://docs.test/pay?x=1',
    );
    expect(screen.getByText('https://docs.test/pay?x=1')).toBeTruthy();
    await press('Decline');
    await waitFor(() => expect(given).toMatchObject([{ action: 'decline' }]));
  });
});

describe('a question of Limpet', () => {
  it('takes the keyboard to its text, and one of the choices by radio buttons that the question names', async () => {
    const options = ['Red', 'Blue'].map((value) => ({ value, label: value }));
    const given = draw(asked({ fields: [{ name: 'answer', required: true, type: 'choice', options }] }));
    expect(await screen.findByRole('heading', { name: 'Limpet asks you' })).toBeTruthy();
    expect(document.activeElement?.getAttribute('data-question')).toBe('q1');
    expect(screen.getByRole('group', { name: /Which/ })).toBeTruthy();
    await userEvent.click(screen.getByRole('radio', { name: 'Red' }));
    await userEvent.click(screen.getByRole('radio', { name: 'Blue' }));
    await press('Send');
    await waitFor(() => expect(given).toMatchObject([{ values: { answer: 'Blue' } }]));
  });

  it('takes several choices', async () => {
    const options = ['Red', 'Blue', 'Green'].map((value) => ({ value, label: value }));
    const given = draw(asked({ fields: [{ name: 'answer', required: true, type: 'choices', options }] }));
    for (const name of ['Red', 'Blue', 'Green', 'Blue'])
      await userEvent.click(await screen.findByRole('checkbox', { name }));
    await press('Send');
    await waitFor(() => expect(given).toMatchObject([{ values: { answer: ['Red', 'Green'] } }]));
  });

  it('takes free text of several lines, and can be put aside', async () => {
    const given = draw(asked({ fields: [{ name: 'answer', required: true, type: 'text' }] }));
    await userEvent.type(await screen.findByLabelText('Your answer'), 'one{Enter}two');
    expect(given).toEqual([]);
    await press('Put it aside without an answer');
    await waitFor(() => expect(given).toEqual([{ questionId: 'q1', action: 'cancel', values: {} }]));
  });
});
