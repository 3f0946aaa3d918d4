// Simplified Chinese: every domain of the catalogue under its name.
import { activity } from './activity.ts';
import { app } from './app.ts';
import { artefacts } from './artefacts.ts';
import { backup } from './backup.ts';
import { bench } from './bench.ts';
import { chat } from './chat.ts';
import { cli } from './cli.ts';
import { commands } from './commands.ts';
import { companion } from './companion.ts';
import { desktop } from './desktop.ts';
import { devices } from './devices.ts';
import { errors } from './errors.ts';
import { live } from './live.ts';
import { mcp } from './mcp.ts';
import { models } from './models.ts';
import { notebook } from './notebook.ts';
import { notes } from './notes.ts';
import { onboarding } from './onboarding.ts';
import { permissions } from './permissions.ts';
import { policy } from './policy.ts';
import { questions } from './questions.ts';
import { recordings } from './recordings.ts';
import { reflexes } from './reflexes.ts';
import { secrets } from './secrets.ts';
import { sessions } from './sessions.ts';
import { setting } from './setting.ts';
import { settings } from './settings.ts';
import { side } from './side.ts';
import { skills } from './skills.ts';
import { system } from './system.ts';
import { taint } from './taint.ts';
import { tools } from './tools.ts';
import { transfer } from './transfer.ts';
import { undo } from './undo.ts';
import { updates } from './updates.ts';
import { usage } from './usage.ts';
import { web } from './web.ts';

export const chinese = {
  activity,
  app,
  artefacts,
  backup,
  bench,
  chat,
  cli,
  commands,
  companion,
  desktop,
  devices,
  errors,
  live,
  mcp,
  models,
  notebook,
  notes,
  onboarding,
  permissions,
  policy,
  questions,
  recordings,
  reflexes,
  secrets,
  sessions,
  setting,
  settings,
  side,
  skills,
  system,
  taint,
  tools,
  transfer,
  undo,
  usage,
  web,
  updates,
};
