// The openai wire under the shared suite, in both of its dialects.
import { describeProvider } from '../testing/provider-suite.ts';
import { chatWire, responsesWire } from '../testing/wires.ts';
import { createOpenAi } from './provider.ts';

describeProvider('openai chat', { vendor: 'openai', api: 'chat', create: createOpenAi, wire: chatWire });
describeProvider('openai responses', { vendor: 'openai', api: 'responses', create: createOpenAi, wire: responsesWire });
