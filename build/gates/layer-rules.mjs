// Who may import whom, as dependency-cruiser rules. Empty exception list: an import that is needed changes this picture.
const wings = '(platform|guard|agent|abilities|reach)';
const port = '^src-main/[^/]+/[^/]+/port(\\.ts$|/)';
const contract = '^src-main/contract/';
const base = '^src-main/platform/base/';
const texts = '^src-main/platform/texts/';
const rpc = '^src-main/platform/rpc/';
const hostPort = '^src-main/hosts/port\\.ts$';
const own = '^(src-main|src-preload|src-renderer)/';
const testing = '(\\.test\\.tsx?$|/testing/)';
const families =
  '^src-main/(agent/providers|abilities/tools|abilities/web-search/engines|platform/secrets|platform/bus|platform/rpc|abilities/hardware/protocols|abilities/hardware/sensors)/';

/** Own modules outside the allowed list; packages and Node's modules are the business of the rules further down. */
const only = (name, from, { allowed, comment }) => ({
  name,
  comment,
  severity: 'error',
  from: { pathNot: testing, ...from },
  to: { path: own, pathNot: allowed },
});
const packages = (name, from, { allowed, comment }) => ({
  name,
  comment,
  severity: 'error',
  from: { pathNot: testing, ...from },
  to: {
    dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown', 'core'],
    pathNot: allowed,
  },
});

export const layerRules = [
  {
    name: 'no-cycle',
    comment: 'Imports point one way. A cycle of types alone is gone when the program runs.',
    severity: 'error',
    from: {},
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
  {
    name: 'resolvable',
    comment: 'An import that leads nowhere.',
    severity: 'error',
    from: {},
    // `electron` has no binary on every machine, its types are enough here.
    to: { couldNotResolve: true, pathNot: '^(electron$|bun:|cloudflare:)' },
  },
  only('contract-alone', { path: contract }, { allowed: [contract], comment: 'The wire runs anywhere.' }),
  packages(
    'contract-zod-only',
    { path: contract },
    { allowed: ['node_modules/zod/'], comment: 'The wire imports nothing but zod.' },
  ),
  only('texts-alone', { path: texts }, { allowed: [texts], comment: 'The catalogue is data.' }),
  packages('texts-zod-only', { path: texts }, { allowed: ['node_modules/zod/'], comment: 'The catalogue is data.' }),
  only(
    'base-on-contract',
    { path: base },
    { allowed: [base, contract], comment: 'The leaves stand on the contract alone.' },
  ),
  only('port-on-ports', { path: port }, { allowed: [contract, base, port], comment: 'A door knows doors, not rooms.' }),
  packages(
    'port-zod-only',
    { path: port },
    { allowed: ['node_modules/zod/'], comment: 'A door is types, schemas and pure constructors.' },
  ),
  only(
    'rooms-are-strangers',
    { path: `^src-main/${wings}/([^/]+)/`, pathNot: [testing, port, rpc, base, texts] },
    {
      allowed: [contract, base, texts, port, hostPort, '^src-main/$1/$2/'],
      comment: 'Ask a room through its port; only app joins rooms.',
    },
  ),
  {
    name: 'members-are-strangers',
    comment: 'Two implementations of a family do not know each other.',
    severity: 'error',
    from: { path: `${families}([^/]+)/`, pathNot: testing },
    to: { path: '^src-main/$1/[^/]+/', pathNot: ['^src-main/$1/$2/', '^src-main/$1/[^/]+\\.ts$'] },
  },
  {
    name: 'registry-names-members',
    comment: "Only a family's registry names its implementations, by lazy import.",
    severity: 'error',
    from: { path: '^src-main/(agent/providers|abilities/tools)/[^/]+\\.ts$', pathNot: ['/registry\\.ts$', testing] },
    to: { path: '^src-main/$1/(openai|anthropic|offline|[a-z-]+/tool)' },
  },
  only('rpc-on-contract', { path: rpc }, { allowed: [contract, base, rpc], comment: 'The wire is handed its router.' }),
  only(
    'app-joins-doors',
    { path: '^src-main/app/' },
    {
      allowed: [
        contract,
        base,
        texts,
        port,
        hostPort,
        '^src-main/app/',
        '^src-main/[^/]+/[^/]+/(registry|handlers|create-[a-z-]+)\\.ts$',
      ],
      comment: 'App reaches ports, registries, handlers and constructors, nothing deeper.',
    },
  ),
  only(
    'hosts-on-app',
    { path: '^src-main/hosts/([^/]+)/' },
    {
      allowed: [contract, base, texts, port, hostPort, rpc, '^src-main/app/', '^src-main/hosts/$1/'],
      comment: 'A host stands on app and knows no other host.',
    },
  ),
  {
    name: 'electron-in-its-rooms',
    comment: 'The core runs in plain Node.',
    severity: 'error',
    from: { path: own, pathNot: ['^src-main/hosts/electron/', '^src-preload/'] },
    to: { path: '(^electron$|node_modules/electron/)' },
  },
  {
    name: 'processes-in-sandbox',
    comment: 'One folder starts processes.',
    severity: 'error',
    from: { path: '^(src-main|src-preload)/', pathNot: ['^src-main/guard/sandbox/', testing] },
    to: { path: '^(node:)?(child_process|cluster)$' },
  },
  {
    name: 'browsers-in-sandbox',
    comment: 'The library that starts a browser is loaded where processes are started; others know its types.',
    severity: 'error',
    from: { path: '^(src-main|src-preload)/', pathNot: ['^src-main/guard/sandbox/', testing] },
    to: { path: 'node_modules/playwright-core/', dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'connections-in-their-rooms',
    comment: 'Outgoing connections are made in egress, providers, rpc, secrets and hosts.',
    severity: 'error',
    from: {
      path: '^src-main/',
      pathNot: [
        '^src-main/guard/egress/',
        '^src-main/agent/providers/',
        rpc,
        '^src-main/platform/secrets/',
        '^src-main/hosts/',
        // Listens only: the traps that a command in the sandbox must not reach.
        '^src-main/guard/sandbox/probe-scene\\.ts$',
        testing,
      ],
    },
    to: {
      path: '(^(node:)?(http|https|http2|net|tls|dgram|dns|dns/promises)$|node_modules/(undici|ws|openai|@anthropic-ai/sdk|hono|@hono)/)',
    },
  },
  only(
    'preload-on-contract',
    { path: '^src-preload/' },
    { allowed: [contract, '^src-preload/'], comment: 'The preload is one port.' },
  ),
  only(
    'ui-without-product',
    { path: '^src-renderer/ui/' },
    { allowed: [texts, '^src-renderer/ui/'], comment: 'Primitives know no product.' },
  ),
  only(
    'api-on-contract',
    { path: '^src-renderer/api/' },
    { allowed: [contract, '^src-renderer/api/'], comment: 'The only door to the core.' },
  ),
  only(
    'features-are-strangers',
    { path: '^src-renderer/features/([^/]+)/' },
    {
      allowed: [contract, texts, '^src-renderer/(api|ui)/', '^src-renderer/features/$1/'],
      comment: 'What one feature shows in another is handed in by app.',
    },
  ),
  only(
    'renderer-apart',
    { path: '^src-renderer/' },
    { allowed: [contract, texts, '^src-renderer/'], comment: 'The renderer sees the contract and its own code.' },
  ),
  {
    name: 'renderer-without-node',
    comment: 'The renderer runs in a browser.',
    severity: 'error',
    from: { path: '^src-renderer/', pathNot: testing },
    to: { dependencyTypes: ['core'] },
  },
];
