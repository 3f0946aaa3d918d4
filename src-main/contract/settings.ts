// What can be set, as one schema in two scopes; defaults, file, environment, flags, database and forms all come from it.
import { z } from 'zod';
import { command, stream } from './kernel.ts';
import { listSettings, type Setting, type SettingValue, setting, toPatchSchema, toSettingValue } from './setting.ts';
import { SearchEngineId } from './web-search.ts';

const day = 24 * 60;
const webAddress = z
  .string()
  .max(2048)
  .regex(/^(https?:\/\/\S+)?$/, 'write it whole, with https://')
  .default('');

/** The person's: kept in the database, applied at once, in every window. */
export const Settings = z.object({
  theme: setting(z.enum(['system', 'light', 'dark']).default('system'), { section: 'appearance' }),
  language: setting(z.enum(['system', 'en', 'de', 'zh', 'ar']).default('system'), { section: 'appearance' }),
  appearance: z
    .object({
      /** Of every text and what stands around it. */
      fontScale: setting(z.number().min(0.85).max(2).default(1), { section: 'appearance', unit: 'percent' }),
      contrast: setting(z.enum(['system', 'more']).default('system'), { section: 'appearance' }),
      motion: setting(z.enum(['system', 'reduced']).default('system'), { section: 'appearance' }),
    })
    .prefault({}),
  /** Folder that new sessions work in; empty: a folder `Limpet` in the person's documents. */
  workspace: setting(z.string().max(4096).default(''), { section: 'workspace', format: 'folder', isExported: false }),
  /** Serial ports that the system does not list by itself, by their paths; they are looked for like any other. */
  devicePorts: setting(z.array(z.string().min(1).max(4096)).max(50).default([]), {
    section: 'workspace',
    isExported: false,
  }),
  onboarded: setting(z.boolean().default(false), { section: 'about', isExported: false, isShown: false }),
  limits: z
    .object({
      stepsPerTurn: setting(z.number().int().min(1).max(500).default(50), { section: 'permissions', unit: 'steps' }),
      tokensPerTurn: setting(z.number().int().min(1_000).max(50_000_000).default(1_000_000), {
        section: 'permissions',
        unit: 'tokens',
      }),
      /** US dollars; counts only where the price is known. */
      costUsdPerTurn: setting(z.number().min(0.01).max(1_000).default(2), { section: 'permissions', unit: 'dollars' }),
      minutesPerTurn: setting(z.number().min(1).max(day).default(30), { section: 'permissions', unit: 'minutes' }),
    })
    .prefault({}),
  /** Asked before every call of a model: one that could pass a cap is not sent. */
  caps: z
    .object({
      costUsdPerDay: setting(z.number().min(0).max(1_000_000).default(20), { section: 'usage', unit: 'dollars' }),
      costUsdPerJob: setting(z.number().min(0).max(1_000_000).default(5), { section: 'usage', unit: 'dollars' }),
      tokensPerDay: setting(z.number().int().min(0).max(1_000_000_000_000).default(100_000_000), {
        section: 'usage',
        unit: 'tokens',
      }),
      tokensPerJob: setting(z.number().int().min(0).max(1_000_000_000_000).default(20_000_000), {
        section: 'usage',
        unit: 'tokens',
      }),
      /** What the caps on money do with a model whose price nobody knows. */
      unknownPrice: setting(z.enum(['assume', 'refuse']).default('assume'), { section: 'usage' }),
      /** US dollars per million tokens of such a model; more than nothing, so that no call is free by ignorance. */
      assumedUsdPerMTok: setting(z.number().min(0.01).max(1_000).default(5), { section: 'usage', unit: 'dollars' }),
    })
    .prefault({}),
  /** What was there before the agent's changes, so that they can be undone. */
  undo: z
    .object({
      /** 0: nothing is kept. */
      days: setting(z.number().int().min(0).max(365).default(30), { section: 'workspace', unit: 'days' }),
      fileMb: setting(z.number().int().min(1).max(64).default(50), { section: 'workspace', unit: 'megabytes' }),
      dayMb: setting(z.number().int().min(10).max(100_000).default(1_000), { section: 'workspace', unit: 'megabytes' }),
    })
    .prefault({}),
  permissions: z
    .object({
      /** Of new chats; a trusted task is begun in a chat alone. */
      mode: setting(z.enum(['look', 'ask', 'work']).default('ask'), { section: 'permissions' }),
    })
    .prefault({}),
  sandbox: z
    .object({
      /** What closes commands in; `auto` is the first that is there. */
      backend: setting(z.enum(['auto', 'bubblewrap', 'sandbox-runtime', 'docker']).default('auto'), {
        section: 'permissions',
        isExported: false,
      }),
    })
    .prefault({}),
  /** How long an approval waits before it denies. */
  approvalMinutes: setting(z.number().min(1).max(day).default(30), { section: 'permissions', unit: 'minutes' }),
  /** What counts as private when words of others are read beside it. */
  taint: z
    .object({
      /** Files of a chat's folder may become known, except those that are private by name or place. */
      publicFiles: setting(z.boolean().default(false), { section: 'permissions' }),
      /** Absolute, or below every chat's folder. */
      privateFolders: setting(z.array(z.string().min(1).max(4096)).max(100).default([]), {
        section: 'permissions',
        isExported: false,
      }),
    })
    .prefault({}),
  /** How long the account of what was done is kept. */
  activityDays: setting(z.number().int().min(7).max(3_650).default(365), { section: 'data', unit: 'days' }),
  /** What sensors measured: as it came for `days`, as means of minutes for `minuteDays`, as means of hours from then on. */
  readings: z
    .object({
      days: setting(z.number().int().min(1).max(365).default(7), { section: 'data', unit: 'days' }),
      minuteDays: setting(z.number().int().min(1).max(3_650).default(90), { section: 'data', unit: 'days' }),
      /** Of all together: when it is more, the oldest goes. */
      sizeMb: setting(z.number().int().min(20).max(100_000).default(500), { section: 'data', unit: 'megabytes' }),
    })
    .prefault({}),
  /** Model reasoning asked for, where the model can. */
  reasoning: setting(z.enum(['off', 'low', 'medium', 'high']).default('off'), { section: 'models' }),
  /** The OpenAI-compatible address of the gateway. */
  api: z.object({ enabled: setting(z.boolean().default(false), { section: 'api' }) }).prefault({}),
  /** Limpet's own tools for other programs (MCP), at the gateway's /mcp. */
  mcpServer: z.object({ enabled: setting(z.boolean().default(false), { section: 'api' }) }).prefault({}),
  /** Look for model servers at their usual ports of this machine. */
  findLocalModels: setting(z.boolean().default(true), { section: 'models' }),
  /** Which engine answers web_search; an address instead of its own where the person entered one. */
  webSearch: z
    .object({
      engine: setting(z.enum(['off', ...SearchEngineId.options]).default('off'), { section: 'web' }),
      addresses: z
        .object({
          brave: setting(webAddress, { section: 'web' }),
          tavily: setting(webAddress, { section: 'web' }),
          exa: setting(webAddress, { section: 'web' }),
          searxng: setting(webAddress, { section: 'web' }),
        })
        .prefault({}),
    })
    .prefault({}),
  /** The browser that the model uses: the person's program, in a profile of ours. */
  browser: z
    .object({
      /** Empty: the one that is found. */
      program: setting(z.string().max(4096).default(''), { section: 'web', format: 'file', isExported: false }),
      /** Its own window, besides the picture beside the chat. */
      window: setting(z.boolean().default(false), { section: 'web' }),
      /** Hosts on which the model may fill in passwords and cards; everywhere else only the person does. */
      secretsOn: setting(z.array(z.string().min(1).max(255)).max(200).default([]), { section: 'web' }),
    })
    .prefault({}),
  /** Of the desktop app: other hosts keep them and do nothing with them. */
  desktop: z
    .object({
      /** Shows the quick chat from every program; empty: none. */
      shortcut: setting(z.string().max(60).default('CommandOrControl+Shift+Space'), { section: 'desktop' }),
      notifications: setting(z.enum(['all', 'questions', 'off']).default('all'), { section: 'desktop' }),
      closeToTray: setting(z.boolean().default(false), { section: 'desktop' }),
      openAtLogin: setting(z.boolean().default(false), { section: 'desktop', isExported: false }),
    })
    .prefault({}),
  /** Archives of everything that was said and attached; besides them the database is copied daily. */
  backup: z
    .object({
      every: setting(z.enum(['off', 'daily', 'weekly']).default('weekly'), { section: 'data' }),
      /** Of those that the schedule made. */
      keep: setting(z.number().int().min(1).max(100).default(4), { section: 'data' }),
      /** Empty: in the data folder. */
      folder: setting(z.string().max(4096).default(''), { section: 'data', format: 'folder', isExported: false }),
    })
    .prefault({}),
  update: z
    .object({
      channel: setting(z.enum(['stable', 'beta']).default('stable'), { section: 'updates' }),
      /** Looks once a day; what is fetched is always asked for. */
      automatic: setting(z.boolean().default(true), { section: 'updates' }),
    })
    .prefault({}),
  logLevel: setting(z.enum(['debug', 'info', 'warn', 'error']).default('info'), {
    section: 'diagnostics',
    otherNames: { environment: 'LIMPET_LOG' },
  }),
});
export type Settings = z.infer<typeof Settings>;

/** The deployment's: where the data lies, what the gateway listens on. Never in the database, read at the start. */
export const StartSettings = z.object({
  /** Absolute; made with mode 0700. */
  dataFolder: setting(z.string().min(1).max(4096), {
    section: 'data',
    format: 'folder',
    isEditable: false,
    isInFile: false,
    otherNames: { environment: 'LIMPET_DATA_DIR', flag: 'data-dir' },
  }),
  host: setting(z.string().min(1).max(255).default('127.0.0.1'), { section: 'gateway' }),
  /** Undefined: 18789, or a free port when that is taken. */
  port: setting(z.number().int().min(0).max(65_535).optional(), { section: 'gateway' }),
  /** Further names under which the gateway may be called, e.g. behind a reverse proxy: `limpet.example.org`. */
  hostNames: setting(z.array(z.string().min(1).max(255)).max(50).default([]), {
    section: 'gateway',
    otherNames: { flag: 'host-name' },
  }),
  tlsCert: setting(z.string().min(1).max(4096).optional(), { section: 'gateway', format: 'file' }),
  tlsKey: setting(z.string().min(1).max(4096).optional(), { section: 'gateway', format: 'file' }),
  /** Serve a non-loopback address without TLS; for a trusted tunnel that adds it. */
  allowInsecure: setting(z.boolean().default(false), { section: 'gateway', isEditable: false }),
  /** Another bubblewrap than the one on the path. */
  bwrap: setting(z.string().min(1).max(4096).optional(), {
    section: 'permissions',
    format: 'file',
    isEditable: false,
  }),
});
export type StartSettings = z.infer<typeof StartSettings>;

/** Every setting of both scopes, in the order written. */
export const settingList: readonly Setting[] = [
  ...listSettings('person', Settings),
  ...listSettings('start', StartSettings),
];

const byPath = new Map(settingList.map((one) => [one.path, one]));

export function findSetting(path: string): Setting | undefined {
  return byPath.get(path);
}

export const SettingsPatch = toPatchSchema(Settings);
export type SettingsPatch = z.infer<typeof SettingsPatch>;
export const StartPatch = toPatchSchema(StartSettings);
export type StartPatch = z.infer<typeof StartPatch>;

/** The value of a path inside nested values; undefined where none is. */
export function valueAt(values: unknown, path: string): SettingValue | undefined {
  let at = values;
  for (const step of path.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
    at = Reflect.get(at, step);
  }
  return toSettingValue(at);
}

/** One value, nested as its path says: `limits.stepsPerTurn` makes `{ limits: { stepsPerTurn } }`. */
export function nestAt(path: string, value: unknown): Record<string, unknown> {
  const [first = '', ...rest] = path.split('.');
  return { [first]: rest.length === 0 ? value : nestAt(rest.join('.'), value) };
}

/** The paths that a nested change names, with the wished values. */
export function namedValues(patch: unknown): Map<string, SettingValue> {
  return new Map(
    settingList.flatMap(({ path }) => {
      const value = valueAt(patch, path);
      return value === undefined ? [] : [[path, value] as const];
    }),
  );
}

type Nested = { readonly [name: string]: unknown };
const isNested = (value: unknown): value is Nested =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Values nested alike, the second over the first; neither is touched. */
export function mergeNested(base: unknown, over: unknown): unknown {
  if (!isNested(base) || !isNested(over)) return over;
  const entries = Object.entries(over).map(([name, value]) => [name, mergeNested(base[name], value)] as const);
  return { ...base, ...Object.fromEntries(entries) };
}

/** Where a value comes from; each one goes before those left of it. */
export const SettingSource = z.enum(['default', 'database', 'file', 'environment', 'flag']);
export type SettingSource = z.infer<typeof SettingSource>;

export const SettingOrigin = z.object({
  source: SettingSource,
  /** As it is written there: `LIMPET_THEME`, `--port`, `config.json`; absent for the app's own two. */
  name: z.string().optional(),
});
export type SettingOrigin = z.infer<typeof SettingOrigin>;

export const SettingsSources = z.object({
  /** The whole path of config.json. */
  file: z.string(),
  /** By path, for every setting. Of scope `start`, where the value of the next start comes from. */
  origins: z.record(z.string(), SettingOrigin),
  /** What was read at the start and is in force. */
  start: StartSettings,
  /** What a restart would read now. */
  next: StartSettings,
});
export type SettingsSources = z.infer<typeof SettingsSources>;

/** The name of what sets a value from outside, so that the app may not; undefined where it may. */
export function lockOf(of: Pick<Setting, 'scope'>, origin: SettingOrigin | undefined): string | undefined {
  if (origin === undefined || origin.source === 'default' || origin.source === 'database') return undefined;
  // The file is where the app itself keeps what is read at the start.
  if (of.scope === 'start' && origin.source === 'file') return undefined;
  return origin.name;
}

export const settings = {
  watch: stream(z.object({}), Settings),
  /** `conflict` with reason `set_outside` for what a file, a variable or a flag sets. */
  set: command(z.object({ patch: SettingsPatch }), Settings),
  /** Back to what holds without the person: the default. Of scope `start`: out of the file. Refused like `set`. */
  reset: command(z.object({ paths: z.array(z.string().max(200)).min(1).max(500) }), Settings),
  sources: stream(z.object({}), SettingsSources),
  /** Into config.json, for the next start. Refused like `set`; `forbidden` for what only the outside may change. */
  setStart: command(z.object({ patch: StartPatch }), SettingsSources),
};
