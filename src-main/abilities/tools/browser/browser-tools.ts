// The tools of the browser: few, because every word of theirs is paid for; each says which site it touches and what leaves.
import type { Browser } from '#main/abilities/browser/port.ts';
import type { Tool } from '../port.ts';
import { createActTool } from './act.ts';
import { createDownloadTool, createPictureTool, createTabsTool, createWaitTool } from './beside.ts';
import { createOpenTool, createReadTool } from './pages.ts';

export function createBrowserTools(browser: Browser): readonly Tool[] {
  return [
    createOpenTool(browser),
    createReadTool(browser),
    createActTool(browser),
    createPictureTool(browser),
    createTabsTool(browser),
    createWaitTool(browser),
    createDownloadTool(browser),
  ];
}
