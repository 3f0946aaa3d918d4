// The bill of materials of the app, as CycloneDX 1.6: what the bundler found in the bundles, not what is installed.
import { createHash } from 'node:crypto';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import type { Shipped } from './shipped.ts';

export type SbomOptions = {
  readonly version: string;
  readonly shipped: readonly Shipped[];
  /** When it was made; a caller that wants the same bytes twice gives the same time. */
  readonly madeAt: Date;
};

type Component = Readonly<Record<string, unknown>>;

const refOf = ({ name, version }: Pick<Shipped, 'name' | 'version'>) => `${name}@${version ?? 'unknown'}`;

/** Scopes keep their at sign in its escaped form: `pkg:npm/%40scope/name@1.2.3`. */
function purlOf({ name, version }: Shipped): string {
  return `pkg:npm/${name.split('/').map(encodeURIComponent).join('/')}@${version ?? ''}`;
}

function licencesOf(licence: string): readonly Component[] {
  return /^[\w.+-]+$/.test(licence) ? [{ license: { id: licence } }] : [{ expression: licence }];
}

function componentOf(one: Shipped, inside: readonly Shipped[]): Component {
  const isPackage = one.kind !== 'inside';
  return {
    type: one.kind === 'runtime' ? 'framework' : 'library',
    'bom-ref': refOf(one),
    name: one.name,
    ...(one.version === undefined ? {} : { version: one.version }),
    ...(one.author === undefined ? {} : { author: one.author }),
    licenses: licencesOf(one.licence ?? ''),
    ...(isPackage ? { purl: purlOf(one) } : {}),
    ...(one.homepage?.startsWith('http') === true
      ? { externalReferences: [{ type: 'website', url: one.homepage }] }
      : {}),
    properties: [{ name: 'limpet:kind', value: one.kind }],
    ...(inside.length === 0 ? {} : { components: inside.map((work) => componentOf(work, [])) }),
  };
}

/** Its own number is made from its contents, so that the same release has the same one. */
function serialOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export function makeSbom({ version, shipped, madeAt }: SbomOptions): Record<string, unknown> {
  const packages = shipped.filter(({ kind }) => kind !== 'inside');
  const components = packages.map((one) =>
    componentOf(
      one,
      shipped.filter(({ kind, carrier }) => kind === 'inside' && carrier === one.name),
    ),
  );
  const app = { type: 'application', 'bom-ref': `limpet@${version}`, name: 'limpet', version };
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: serialOf(JSON.stringify([app, components])),
    version: 1,
    metadata: {
      timestamp: madeAt.toISOString(),
      lifecycles: [{ phase: 'build' }],
      component: { ...app, licenses: [{ license: { id: 'MIT' } }] },
    },
    components,
    dependencies: [
      { ref: app['bom-ref'], dependsOn: packages.map(refOf) },
      ...packages.map((one) => ({ ref: refOf(one), dependsOn: [] })),
    ],
  };
}

/** What is wrong with it by the published schema; undefined when nothing is. */
export async function findSbomFault(text: string): Promise<string | undefined> {
  const fault = await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(text);
  return fault === null ? undefined : JSON.stringify(fault);
}
