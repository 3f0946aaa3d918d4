// Writes the bill of materials of what was built: `node build/release/sbom.ts --out limpet.cdx.json`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readManifest } from '../licences/read-package.ts';
import { readRecord } from '../licences/record-packages.ts';
import { findSbomFault, makeSbom } from '../licences/sbom.ts';
import { collectShipped } from '../licences/shipped.ts';
import { needed, runCommand } from './command.ts';

const project = join(import.meta.dirname, '../..');
const usage = `node build/release/sbom.ts --out FILE [--time ISO]
Lists what is in the built app (run npm run build first) as CycloneDX 1.6.
  --time ISO   the time it says it was made at; the same time gives the same bytes`;

await runCommand({
  usage,
  options: { out: { type: 'string' }, time: { type: 'string' } },
  async run(values) {
    const out = needed(values.out, usage);
    const { version } = readManifest(project);
    const shipped = collectShipped(project, readRecord(project));
    const madeAt = values.time === undefined ? new Date() : new Date(values.time);
    const text = `${JSON.stringify(makeSbom({ version: String(version), shipped, madeAt }), null, 2)}\n`;
    const fault = await findSbomFault(text);
    if (fault !== undefined) throw new Error(`It is not valid CycloneDX: ${fault}`);
    mkdirSync(dirname(resolve(out)), { recursive: true });
    writeFileSync(out, text);
    console.log(`${shipped.length} works in ${out}`);
  },
});
