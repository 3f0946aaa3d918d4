// Licences of packages whose package.json does not name one as SPDX writes it, read by a person at that very version.

/** Name and version to the SPDX expression of the text that the package or its project carries. */
const named: ReadonlyMap<string, string> = new Map([
  ['khroma@2.1.0', 'MIT'], // its file `license`
  ['duck@0.1.12', 'BSD-2-Clause'], // its file `LICENSE`; the manifest says "BSD"
  ['temporal@0.7.1', 'MIT'], // its file `LICENSE-MIT`
  // The project moves from MIT to Apache-2.0; "SEE LICENSE IN LICENSE" means both.
  ['@modelcontextprotocol/server-everything@2026.8.31', 'MIT AND Apache-2.0'],
  ['@modelcontextprotocol/server-filesystem@2026.8.31', 'MIT AND Apache-2.0'],
  ['@modelcontextprotocol/server-memory@2026.8.31', 'MIT AND Apache-2.0'],
]);

export const licenceNamedElsewhere = (name: string, version: string): string | undefined =>
  named.get(`${name}@${version}`);
