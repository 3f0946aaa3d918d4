// The built-in tools: one line each.
import type { Artefacts } from '#main/abilities/artefacts/port.ts';
import type { Browser } from '#main/abilities/browser/port.ts';
import type { NoteBook } from '#main/abilities/notes/port.ts';
import type { WebSearch } from '#main/abilities/web-search/port.ts';
import type { SessionId } from '#main/contract/ids.ts';
import type { ShellReader } from '#main/guard/permissions/port.ts';
import { tool as applyPatch } from './apply-patch/tool.ts';
import { tool as askPerson } from './ask-person/tool.ts';
import { createBrowserTools } from './browser/browser-tools.ts';
import { tool as currentTime } from './current-time/tool.ts';
import { tool as deleteFile } from './delete-file/tool.ts';
import type { DocumentDeps } from './document-source.ts';
import { tool as editFile } from './edit-file/tool.ts';
import { tool as findFiles } from './find-files/tool.ts';
import { tool as httpRequest } from './http-request/tool.ts';
import { tool as listDirectory } from './list-directory/tool.ts';
import { tool as makeFolder } from './make-folder/tool.ts';
import { tool as moveFile } from './move-file/tool.ts';
import { createNotesTool } from './notes/tool.ts';
import type { Tool, ToolSource } from './port.ts';
import { createReadDocument } from './read-document/tool.ts';
import { tool as readFile } from './read-file/tool.ts';
import { createBackground } from './run-command/background.ts';
import { createProcessTool } from './run-command/process.ts';
import { createRunCommand, type Shell } from './run-command/tool.ts';
import { tool as searchChats } from './search-chats/tool.ts';
import { tool as searchText } from './search-text/tool.ts';
import { createShowArtefact } from './show-artefact/tool.ts';
import { createViewImage } from './view-image/tool.ts';
import { tool as webFetch } from './web-fetch/tool.ts';
import { createWebSearchTool } from './web-search/tool.ts';
import { tool as writeFile } from './write-file/tool.ts';

/** A tool that needs one of these is there only where it is handed in. */
export type BuiltInOptions = {
  /** Runs what the model writes as one argument; the sandbox knows which one this machine has. */
  readonly shell?: () => Promise<Shell>;
  /** Says what a script consists of. */
  readonly reader?: ShellReader;
  readonly webSearch?: WebSearch;
  readonly browser?: Browser;
  readonly reading?: DocumentDeps;
  readonly artefacts?: Artefacts;
  readonly notes?: NoteBook;
};

/** A tool that is there only while what it needs is set up. */
function searchTools(webSearch: WebSearch | undefined): () => Promise<readonly Tool[]> {
  if (webSearch === undefined) return async () => [];
  const tools = [createWebSearchTool(webSearch)];
  return async () => ((await webSearch.isReady()) ? tools : []);
}

/** Without a reader no script is known: each is asked for and runs in the shell. */
const unread: ShellReader = { read: async () => ({ type: 'unknown', found: 'script' }) };
type ListTools = (sessionId: SessionId) => Promise<readonly Tool[]>;

/** Where a browser is installed, the tool that opens a page; the others come with the first page, for each costs words. */
function pageTools(browser: Browser | undefined): ListTools {
  if (browser === undefined) return async () => [];
  const [open, ...others] = createBrowserTools(browser);
  return async (sessionId) => {
    if (open === undefined || !(await browser.isInstalled())) return [];
    return browser.tabs(sessionId).length === 0 ? [open] : [open, ...others];
  };
}

export function builtInTools(o: BuiltInOptions = {}): ToolSource {
  const background = createBackground();
  const shell = o.shell ?? (async (): Promise<Shell> => ['sh', '-c']);
  const search = searchTools(o.webSearch);
  const pages = pageTools(o.browser);
  const tools = [
    readFile,
    ...(o.reading === undefined ? [] : [createReadDocument(o.reading), createViewImage(o.reading)]),
    ...(o.artefacts === undefined ? [] : [createShowArtefact(o.artefacts)]),
    writeFile,
    editFile,
    applyPatch,
    moveFile,
    deleteFile,
    makeFolder,
    listDirectory,
    findFiles,
    searchText,
    createRunCommand({ background, shell, reader: o.reader ?? unread }),
    createProcessTool(background),
    webFetch,
    httpRequest,
    searchChats,
    ...(o.notes === undefined ? [] : [createNotesTool(o.notes)]),
    askPerson,
    currentTime,
  ];
  return {
    id: 'built-in',
    list: async ({ sessionId }) => [...tools, ...(await search()), ...(await pages(sessionId))],
    endBackground: (sessionId) => background.end(sessionId),
  };
}
