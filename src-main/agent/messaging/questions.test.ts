// A question in the middle of a turn: the turn waits without its time running, and its end closes the question.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createToolKit, type ToolKit } from '#main/abilities/tools/testing/tool-kit.ts';
import { createFlowKit, type FlowKit, textOf } from './testing/flow-kit.ts';

let tools: ToolKit;
let kit: FlowKit;
beforeEach(async () => {
  tools = createToolKit();
  kit = await createFlowKit({ real: tools });
});
afterEach(async () => {
  await kit.close();
  await tools.close();
});

const asking = () => kit.until(() => tools.questions.open().length > 0, 20_000);

describe('a question in a turn', () => {
  it('holds the turn until it is answered, and the model hears the answer', async () => {
    kit.models.push(
      { calls: [{ name: 'ask_person', input: { question: 'Which port?' } }] },
      { text: 'Port 8080 it is.' },
    );
    await kit.send('serve it');
    await asking();
    const [question] = tools.questions.open();
    expect(question).toMatchObject({ sessionId: kit.session.id, message: 'Which port?' });
    tools.questions.answer({ questionId: question?.id ?? '', action: 'accept', values: { answer: '8080' } });
    await kit.settled();
    expect(JSON.stringify(kit.models.requests.at(-1)?.messages)).toContain('The person answered: 8080');
    expect((await kit.history()).map(textOf).at(-1)).toContain('Port 8080 it is.');
  });

  it('is closed by Stop [T42]', async () => {
    kit.models.push({ calls: [{ name: 'ask_person', input: { question: 'Which port?' } }] });
    await kit.send('serve it');
    await asking();
    await kit.messaging.lanes.stop(kit.session.id);
    await kit.settled();
    expect(tools.questions.open()).toEqual([]);
  });

  it('is not asked where nobody watches, and the model is told', async () => {
    kit.models.push({ calls: [{ name: 'ask_person', input: { question: 'Which port?' } }] }, { text: 'I take 80.' });
    await kit.send('serve it', { policy: { allow: [], interactive: false } });
    await kit.settled();
    expect(JSON.stringify(kit.models.requests.at(-1)?.messages)).toContain('Nobody is there who could be asked');
  });
});
