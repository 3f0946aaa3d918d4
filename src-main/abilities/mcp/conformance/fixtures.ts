// What the official suite calls on a server: its fixed names, offered through the real server side of Limpet.
import type { CallToolResult, Tool } from '@modelcontextprotocol/sdk/types.js';
import type { CallContext, Offer, OfferedCall } from '../server/offer.ts';

/** One red pixel, and a moment of silence. */
const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==';
const wav = 'UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAAB9AAACABAAZGF0YQIAAAA=';

const text = (value: string): CallToolResult => ({ content: [{ type: 'text', text: value }] });
const embedded = {
  type: 'resource' as const,
  resource: { uri: 'test://embedded-resource', mimeType: 'text/plain', text: 'This is an embedded resource content.' },
};
const image = { type: 'image' as const, data: png, mimeType: 'image/png' };
const none: Tool['inputSchema'] = { type: 'object', properties: {} };
const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

type Call = OfferedCall['call'];
const tool = (name: string, call: Call, inputSchema = none): OfferedCall => ({
  name,
  description: `Fixture ${name}.`,
  inputSchema,
  call,
});

async function elicit(ctx: CallContext, properties: Record<string, unknown>, message: string): Promise<CallToolResult> {
  const requestedSchema = { type: 'object', properties } as Parameters<
    CallContext['ask']['elicitInput']
  >[0] extends infer P
    ? P extends { requestedSchema: infer S }
      ? S
      : never
    : never;
  const result = await ctx.ask.elicitInput({ mode: 'form', message, requestedSchema });
  return text(`Elicitation completed: action=${result.action}, content=${JSON.stringify(result.content ?? {})}`);
}

const plain = (title: string) => ({ type: 'string', title });
const listed = ['option1', 'option2', 'option3'];
const titled = [1, 2, 3].map((n) => ({ const: `value${n}`, title: `Option ${n}` }));

const calls: readonly OfferedCall[] = [
  tool('test_simple_text', async () => text('This is a simple text response for testing.')),
  tool('test_image_content', async () => ({ content: [image] })),
  tool('test_audio_content', async () => ({ content: [{ type: 'audio', data: wav, mimeType: 'audio/wav' }] })),
  tool('test_embedded_resource', async () => ({ content: [embedded] })),
  tool('test_multiple_content_types', async () => ({
    content: [
      { type: 'text', text: 'Multiple content types test:' },
      image,
      {
        type: 'resource',
        resource: {
          uri: 'test://mixed-content-resource',
          mimeType: 'application/json',
          text: '{"test":"data","value":123}',
        },
      },
    ],
  })),
  tool('test_tool_with_logging', async (_input, ctx) => {
    for (const line of ['Tool execution started', 'Tool processing data', 'Tool execution completed']) {
      await ctx.log('info', line);
      await wait(50);
    }
    return text('Logged.');
  }),
  tool('test_error_handling', async () => ({
    content: [{ type: 'text', text: 'This tool intentionally returns an error for testing' }],
    isError: true,
  })),
  tool('test_tool_with_progress', async (_input, ctx) => {
    for (const progress of [0, 50, 100]) {
      await ctx.progress({ progress, total: 100 });
      await wait(50);
    }
    return text('Progressed.');
  }),
  tool(
    'test_sampling',
    async ({ prompt }, ctx) => {
      const messages = [{ role: 'user' as const, content: { type: 'text' as const, text: String(prompt) } }];
      const { content } = await ctx.ask.createMessage({ messages, maxTokens: 100 });
      const said = Array.isArray(content) ? content[0] : content;
      return text(`LLM response: ${said?.type === 'text' ? said.text : ''}`);
    },
    { type: 'object', properties: { prompt: { type: 'string' } }, required: ['prompt'] },
  ),
  tool(
    'test_elicitation',
    async ({ message }, ctx) => elicit(ctx, { username: plain('Name'), email: plain('Mail') }, String(message)),
    { type: 'object', properties: { message: { type: 'string' } }, required: ['message'] },
  ),
  tool('test_elicitation_sep1034_defaults', async (_input, ctx) =>
    elicit(
      ctx,
      {
        name: { type: 'string', default: 'John Doe' },
        age: { type: 'integer', default: 30 },
        score: { type: 'number', default: 95.5 },
        status: { type: 'string', enum: ['active', 'inactive', 'pending'], default: 'active' },
        verified: { type: 'boolean', default: true },
      },
      'Please review and update the form fields with defaults',
    ),
  ),
  tool('test_elicitation_sep1330_enums', async (_input, ctx) =>
    elicit(
      ctx,
      {
        untitledSingle: { type: 'string', enum: listed },
        titledSingle: { type: 'string', oneOf: titled },
        legacyEnum: { type: 'string', enum: ['opt1', 'opt2', 'opt3'], enumNames: titled.map(({ title }) => title) },
        untitledMulti: { type: 'array', items: { type: 'string', enum: listed } },
        titledMulti: { type: 'array', items: { anyOf: titled } },
      },
      'Please select options',
    ),
  ),
  {
    ...tool('json_schema_2020_12_tool', async () => text('Valid.')),
    inputSchema: {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      $defs: { address: { type: 'object', properties: { street: { type: 'string' }, city: { type: 'string' } } } },
      properties: { name: { type: 'string' }, address: { $ref: '#/$defs/address' } },
      additionalProperties: false,
    },
  },
  tool('test_reconnection', async (_input, ctx) => {
    ctx.pause?.();
    await wait(100);
    return text('Reconnection test completed successfully.');
  }),
];

const resources = [
  { uri: 'test://static-text', name: 'Static text', mimeType: 'text/plain', description: 'A static text resource.' },
  { uri: 'test://static-binary', name: 'Static binary', mimeType: 'image/png', description: 'A static picture.' },
  { uri: 'test://watched-resource', name: 'Watched', mimeType: 'text/plain', description: 'One that changes.' },
];

const message = (value: string) => ({ role: 'user' as const, content: { type: 'text' as const, text: value } });
const argument = (name: string) => ({ name, description: `${name}.`, required: true });

export const fixtures: Offer = {
  tools: async () => calls,
  resources: {
    list: async () => resources,
    templates: async () => [
      {
        uriTemplate: 'test://template/{id}/data',
        name: 'Template',
        mimeType: 'application/json',
        description: 'By id.',
      },
    ],
    async read(uri) {
      const id = /^test:\/\/template\/([^/]+)\/data$/.exec(uri)?.[1];
      if (id !== undefined)
        return {
          contents: [
            {
              uri,
              mimeType: 'application/json',
              text: JSON.stringify({ id, templateTest: true, data: `Data for ID: ${id}` }),
            },
          ],
        };
      if (uri === 'test://static-binary') return { contents: [{ uri, mimeType: 'image/png', blob: png }] };
      if (resources.some((one) => one.uri === uri))
        return {
          contents: [{ uri, mimeType: 'text/plain', text: 'This is the content of the static text resource.' }],
        };
      throw new Error(`no resource ${uri}`);
    },
  },
  prompts: {
    list: async () => [
      { name: 'test_simple_prompt', description: 'A simple prompt.' },
      {
        name: 'test_prompt_with_arguments',
        description: 'With arguments.',
        arguments: [argument('arg1'), argument('arg2')],
      },
      {
        name: 'test_prompt_with_embedded_resource',
        description: 'With a resource.',
        arguments: [argument('resourceUri')],
      },
      { name: 'test_prompt_with_image', description: 'With a picture.' },
    ],
    async get(name, values) {
      switch (name) {
        case 'test_prompt_with_arguments':
          return { messages: [message(`Prompt with arguments: arg1='${values.arg1}', arg2='${values.arg2}'`)] };
        case 'test_prompt_with_embedded_resource': {
          const uri = values.resourceUri ?? 'test://example-resource';
          const resource = { uri, mimeType: 'text/plain', text: 'Embedded resource content for testing.' };
          return {
            messages: [
              { role: 'user', content: { type: 'resource', resource } },
              message('Please process the embedded resource above.'),
            ],
          };
        }
        case 'test_prompt_with_image':
          return { messages: [{ role: 'user', content: image }, message('Please analyze the image above.')] };
        default:
          return { messages: [message('This is a simple prompt for testing.')] };
      }
    },
  },
  complete: async () => ({ values: [], total: 0, hasMore: false }),
};
