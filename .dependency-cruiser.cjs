/** The directions of ARCHITECTURE.md: contract ← runtime ← supporting modules ← stages ← pipeline, main. */
const SUPPORTING = 'event|consent|catalogue|retailer|access|source|predict|publishing';

module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'contract-stands-alone',
      severity: 'error',
      from: { path: '^contract/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: '^(contract/|node_modules/zod)', dependencyTypesNot: ['core'] },
    },
    {
      name: 'contract-does-no-io',
      severity: 'error',
      from: { path: '^contract/src', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'runtime-knows-no-domain',
      severity: 'error',
      from: { path: '^server/src/runtime/' },
      to: { path: '^server/src/', pathNot: '^server/src/runtime/' },
    },
    {
      name: 'modules-by-the-front-door',
      comment: 'Another module is imported through its index.ts.',
      severity: 'error',
      from: { path: '^server/src/([^/]+)/' },
      to: {
        path: '^server/src/([^/]+)/.+',
        pathNot: ['^server/src/$1/', '^server/src/[^/]+/index\\.ts$'],
      },
    },
    {
      name: 'modules-by-the-front-door-from-outside',
      severity: 'error',
      from: { path: '^(server/src/[^/]+\\.ts|bench/|evaluate/)', pathNot: '\\.test\\.ts$' },
      to: { path: '^server/src/([^/]+)/.+', pathNot: '^server/src/[^/]+/index\\.ts$' },
    },
    {
      name: 'nobody-imports-the-wiring',
      comment:
        'main.ts and pipeline.ts compose the modules; only the command line and tests start them.',
      severity: 'error',
      from: { path: '^server/src/[^/]+/', pathNot: ['^server/src/cli/', '\\.test\\.ts$'] },
      to: { path: '^server/src/[^/]+\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'supporting-modules-below-stages',
      severity: 'error',
      from: { path: `^server/src/(${SUPPORTING})/`, pathNot: '\\.test\\.ts$' },
      to: {
        path: '^server/src/(ingest|profile|moment|segment|decision|journey|delivery|outcome|import|demo|live|shopper)/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'a-stage-never-imports-the-next',
      severity: 'error',
      from: { path: '^server/src/ingest/', pathNot: '\\.test\\.ts$' },
      to: {
        path: '^server/src/(profile|moment|segment|decision|journey|delivery|outcome)/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'profile-imports-no-later-stage',
      severity: 'error',
      from: { path: '^server/src/profile/', pathNot: '\\.test\\.ts$' },
      to: { path: '^server/src/(moment|segment|decision|journey|delivery|outcome|optin)/' },
    },
    {
      name: 'content-knows-no-sender',
      comment: 'What is said does not know who sends it.',
      severity: 'error',
      from: { path: '^server/src/(campaign|content)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^server/src/(ingest|decision|delivery|broadcast|journey|optin)/' },
    },
    {
      name: 'delivery-knows-no-asker',
      comment: 'Sign-ups, newsletters and journeys ask for messages; delivery knows none of them.',
      severity: 'error',
      from: { path: '^server/src/delivery/', pathNot: '\\.test\\.ts$' },
      to: { path: '^server/src/(optin|broadcast|journey)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'browsers-know-no-server',
      severity: 'error',
      from: {
        path: '^(web|sdk)/',
        pathNot: ['^web/e2e/', '\\.test\\.tsx?$', '/vite\\.config\\.ts$', '/budget\\.ts$'],
      },
      to: { path: '^server/' },
    },
    {
      name: 'sdk-has-no-dependencies',
      severity: 'error',
      from: { path: '^sdk/src/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: ['^sdk/', '^contract/'] },
    },
    { name: 'everything-resolves', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
