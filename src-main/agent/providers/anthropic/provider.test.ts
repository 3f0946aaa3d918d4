// The anthropic wire under the shared suite.
import { describeProvider } from '../testing/provider-suite.ts';
import { anthropicWire } from '../testing/wires.ts';
import { createAnthropic } from './provider.ts';

describeProvider('anthropic', { vendor: 'anthropic', api: 'chat', create: createAnthropic, wire: anthropicWire });
