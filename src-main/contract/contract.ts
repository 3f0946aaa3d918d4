// The whole wire: every domain under its name.
import { activity } from './activity.ts';
import { approvals } from './approvals.ts';
import { artefacts } from './artefacts.ts';
import { backup } from './backup.ts';
import { bench } from './bench.ts';
import { browser } from './browser.ts';
import { chat } from './chat.ts';
import { commands } from './commands.ts';
import { companion } from './companion.ts';
import { desktop } from './desktop.ts';
import { devices } from './devices.ts';
import type { Client, RouterHandlers } from './kernel.ts';
import { mcp } from './mcp.ts';
import { models } from './models.ts';
import { notes } from './notes.ts';
import { permissions } from './permissions.ts';
import { proposals } from './proposals.ts';
import { questions } from './questions.ts';
import { readings } from './readings.ts';
import { recordings } from './recordings.ts';
import { reflexes } from './reflexes.ts';
import { requestKeys } from './request-keys.ts';
import { sessions } from './sessions.ts';
import { settings } from './settings.ts';
import { skills } from './skills.ts';
import { system } from './system.ts';
import { taint } from './taint.ts';
import { transfer } from './transfer.ts';
import { undo } from './undo.ts';
import { updates } from './updates.ts';
import { usage } from './usage.ts';
import { webSearch } from './web-search.ts';
import { work } from './work.ts';
import { workspace } from './workspace.ts';

export const contract = {
  artefacts,
  ...{ activity, approvals, backup, chat, commands, desktop, models, permissions, sessions, settings, system },
  ...{ transfer, undo, updates, usage, webSearch, work, workspace },
  ...{ bench, browser, companion, devices, mcp, notes, proposals, questions },
  ...{ readings, recordings, reflexes, requestKeys, skills, taint },
};

export type LimpetContract = typeof contract;
export type LimpetHandlers = RouterHandlers<LimpetContract>;
export type LimpetClient = Client<LimpetContract>;
