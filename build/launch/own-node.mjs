// Which Node runs Limpet: this one when it is new enough, else the one that the project brings along.
// Plain old syntax: an old Node must get as far as saying that it is too old.
import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** undici 8 asks for it; better-sqlite3 crashes the process on anything older than 22.14. */
export const oldestNode = [22, 19];

/** @param {string} version as in process.versions.node */
export function isNewEnough(version) {
  const parts = version.replace(/^v/, '').split('.').map(Number);
  return parts[0] > oldestNode[0] || (parts[0] === oldestNode[0] && parts[1] >= oldestNode[1]);
}

/** The project's own Node; undefined when its package was not installed (npm ci --ignore-scripts, --omit=dev). */
export function findOwnNode(projectFolder, platform) {
  const name = platform === 'win32' ? 'node.exe' : 'node';
  // Its own node_modules, and the one it lies in as an installed package. Not further up: folders there may be others'.
  const folders = [join(projectFolder, 'node_modules')];
  if (basename(dirname(projectFolder)) === 'node_modules') folders.push(dirname(projectFolder));
  return folders.map((folder) => join(folder, 'node', 'bin', name)).find((path) => existsSync(path));
}

/** What to do: go on here, start again with another Node, or say what to install. */
export function chooseNode(version, ownNode) {
  if (isNewEnough(version)) return { type: 'here' };
  if (ownNode !== undefined) return { type: 'other', path: ownNode };
  const wanted = oldestNode.join('.');
  return {
    type: 'none',
    message: `Limpet needs Node ${wanted} or newer, this is ${version}. Install it from https://nodejs.org, or run npm ci in the folder of Limpet.`,
  };
}

/** The project's folder, also when the script was reached by a link. */
export function projectOf(scriptPath) {
  return dirname(dirname(dirname(realpathSync(scriptPath))));
}
