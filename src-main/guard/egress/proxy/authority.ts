// Certificates of one run for the hosts whose requests get a key: made in memory, trusted by nobody but our own children.
import { generateKeyPair, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls';
import { promisify } from 'node:util';
import type forgeTypes from 'node-forge';

type Forge = typeof forgeTypes;
type Certificate = forgeTypes.pki.Certificate;
type Keys = {
  readonly pem: string;
  readonly private: forgeTypes.pki.rsa.PrivateKey;
  readonly public: forgeTypes.pki.rsa.PublicKey;
};

export type Authority = {
  /** What a server that stands for this host says about itself. */
  contextFor(host: string): SecureContext;
  /** Ours and those of the system, public parts only, in a file that goes with the run. */
  readonly bundleFile: string;
  close(): Promise<void>;
};

const dayMs = 24 * 60 * 60_000;
const authorityDays = 397;
const leafDays = 30;

// By Node itself, off the main thread: in JavaScript it would take a second.
async function makeKeys(forge: Forge): Promise<Keys> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  return {
    pem: privateKey,
    private: forge.pki.privateKeyFromPem(privateKey),
    public: forge.pki.publicKeyFromPem(publicKey),
  };
}

type CertificateFacts = {
  readonly name: string;
  readonly days: number;
  readonly publicKey: Keys['public'];
  readonly now: number;
};

function blank(forge: Forge, facts: CertificateFacts): Certificate {
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = facts.publicKey;
  certificate.serialNumber = `01${randomBytes(15).toString('hex')}`; // positive, and no two alike
  certificate.validity.notBefore = new Date(facts.now - dayMs);
  certificate.validity.notAfter = new Date(facts.now + facts.days * dayMs);
  // A name of a certificate is 64 characters at most; the host itself stands in its alternative names.
  certificate.setSubject([{ name: 'commonName', value: facts.name.slice(0, 64) }]);
  return certificate;
}

function makeRoot(forge: Forge, keys: Keys, now: number): Certificate {
  const root = blank(forge, { name: 'Limpet, for this run', days: authorityDays, publicKey: keys.public, now });
  root.setIssuer(root.subject.attributes);
  root.setExtensions([
    { name: 'basicConstraints', cA: true, pathLenConstraint: 0, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    { name: 'subjectKeyIdentifier' },
  ]);
  root.sign(keys.private, forge.md.sha256.create());
  return root;
}

function makeLeaf(
  forge: Forge,
  o: { root: Certificate; rootKeys: Keys; leafKeys: Keys; host: string; now: number },
): Certificate {
  const leaf = blank(forge, { name: o.host, days: leafDays, publicKey: o.leafKeys.public, now: o.now });
  leaf.setIssuer(o.root.subject.attributes);
  const address = isIP(o.host) === 0 ? { type: 2, value: o.host } : { type: 7, ip: o.host };
  leaf.setExtensions([
    { name: 'basicConstraints', cA: false, critical: true },
    { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
    { name: 'extKeyUsage', serverAuth: true },
    { name: 'subjectAltName', altNames: [address] },
    { name: 'subjectKeyIdentifier' },
    { name: 'authorityKeyIdentifier', keyIdentifier: o.root.generateSubjectKeyIdentifier().getBytes() },
  ]);
  leaf.sign(o.rootKeys.private, forge.md.sha256.create());
  return leaf;
}

function systemCertificates(): string[] {
  try {
    return getCACertificates('system');
  } catch {
    return []; // a store that cannot be read; the list that Node brings is there
  }
}

async function writeBundle(own: string): Promise<{ file: string; folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'limpet-ca-'));
  const file = join(folder, 'ca.pem');
  const all = new Set([...getCACertificates('default'), ...systemCertificates()].map((pem) => pem.trim()));
  await writeFile(file, `${[own.trim(), ...all].join('\n')}\n`, { mode: 0o644 });
  return { file, folder };
}

export async function createAuthority(now: () => number): Promise<Authority> {
  const { default: forge } = await import('node-forge');
  const [rootKeys, leafKeys] = await Promise.all([makeKeys(forge), makeKeys(forge)]);
  const root = makeRoot(forge, rootKeys, now());
  const { file, folder } = await writeBundle(forge.pki.certificateToPem(root));
  const contexts = new Map<string, { readonly context: SecureContext; readonly until: number }>();
  return {
    contextFor(host) {
      const known = contexts.get(host);
      if (known !== undefined && known.until > now()) return known.context;
      const leaf = makeLeaf(forge, { root, rootKeys, leafKeys, host, now: now() });
      const context = createSecureContext({
        key: leafKeys.pem,
        cert: forge.pki.certificateToPem(leaf),
        minVersion: 'TLSv1.2',
      });
      contexts.set(host, { context, until: now() + (leafDays - 2) * dayMs });
      return context;
    },
    bundleFile: file,
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
