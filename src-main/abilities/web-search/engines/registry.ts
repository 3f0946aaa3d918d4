// The engines: one line each, in the order shown.
import type { SearchEngineId } from '#main/contract/web-search.ts';
import type { Engine } from '../engine.ts';
import { engine as brave } from './brave/engine.ts';
import { engine as exa } from './exa/engine.ts';
import { engine as searxng } from './searxng/engine.ts';
import { engine as tavily } from './tavily/engine.ts';

export const engines: Readonly<Record<SearchEngineId, Engine>> = { brave, tavily, exa, searxng };
