// A third-party model server (aimock) that plays a script over real HTTP, as OpenAI's or Anthropic's address.
import { LLMock } from '@copilotkit/aimock';

export type ScriptedCall = { readonly name: string; readonly input: unknown };
/** One model step. `when`: only if the newest words of the person hold this text. */
export type ScriptedStep = {
  readonly text?: string | undefined;
  readonly calls?: readonly ScriptedCall[] | undefined;
  readonly when?: string | undefined;
};

export type ModelServer = {
  readonly url: string;
  /** Steps are played in order; the last one is repeated. Steps with `when` are played whenever they fit. */
  play(steps: readonly ScriptedStep[]): void;
  /** Pieces of text and the pause before each: slow enough to be stopped in the middle. */
  pace(o: { chunkSize: number; latencyMs: number }): void;
  /** Bodies of the chat requests received so far. */
  bodies(): unknown[];
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
};

type Content = string | { type: string; text?: string }[] | null;
const textOf = (content: Content) =>
  typeof content === 'string' ? content : (content ?? []).map((part) => part.text ?? '').join('\n');

export async function startModelServer(): Promise<ModelServer> {
  let steps: readonly ScriptedStep[] = [];
  let played = 0;
  let pace = { chunkSize: 20, latencyMs: 1 };
  const mock = new LLMock({ port: 0 });
  const next = (newest: string): ScriptedStep => {
    const fitting = steps.find((step) => step.when !== undefined && newest.includes(step.when));
    if (fitting !== undefined) return fitting;
    const inOrder = steps.filter((step) => step.when === undefined);
    const step = inOrder[Math.min(played, inOrder.length - 1)];
    played += 1;
    return step ?? { text: 'There is nothing in the script.' };
  };
  const install = () => {
    mock.clearFixtures();
    mock.addFixture({
      match: { predicate: () => true },
      chunkSize: pace.chunkSize,
      latency: pace.latencyMs,
      response: ({ messages }) => {
        const newest = messages.findLast((message) => message.role === 'user');
        const step = next(textOf(newest?.content ?? null));
        const toolCalls = (step.calls ?? []).map(({ name, input }) => ({ name, arguments: JSON.stringify(input) }));
        if (toolCalls.length === 0) return { content: step.text ?? '' };
        return step.text === undefined ? { toolCalls } : { content: step.text, toolCalls };
      },
    });
  };
  install();
  await mock.start();
  return {
    url: mock.url,
    play(script) {
      steps = script;
      played = 0;
      mock.clearRequests();
    },
    pace(wanted) {
      pace = wanted;
      install();
    },
    bodies: () => mock.getRequests().map((entry) => entry.body),
    environment: {
      OPENAI_BASE_URL: `${mock.url}/v1`,
      OPENAI_API_KEY: 'sk-test-key-for-the-mock-server',
      OLLAMA_HOST: 'http://127.0.0.1:9',
      LMSTUDIO_BASE_URL: 'http://127.0.0.1:9/v1',
    },
    stop: () => mock.stop(),
  };
}
