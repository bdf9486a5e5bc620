/** The directions in which the rooms of the house may see each other. */
const only = (name, pattern, allowed) => ({
  name,
  severity: 'error',
  comment: `Only ${allowed} may touch this.`,
  from: { path: '^(kernel-runtime|apps|extension)/', pathNot: [allowed, '/(test|ui-tests|bench|scripts)/'] },
  to: { path: pattern },
});

const never = (name, from, to, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from },
  to: { path: to },
});

const src = room => `^kernel-runtime/${room}/(src|lib)`;

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: { pathNot: 'node_modules' },
      to: { circular: true, viaOnly: { pathNot: 'node_modules', dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-unresolved',
      severity: 'error',
      from: { pathNot: '/(test|ui-tests|demo)/' },
      to: { couldNotResolve: true, pathNot: '\\.generated\\.js$' },
    },

    never(
      'core-knows-nobody',
      src('core'),
      `(${src('(compute|techniques|runtime)')}|^apps/|^extension/|node_modules/)`,
      'core says what an analysis is and depends on nothing.',
    ),
    never(
      'compute-knows-core',
      src('compute'),
      `(${src('(techniques|runtime)')}|^apps/|^extension/)`,
      'core <- compute <- techniques <- runtime',
    ),
    never(
      'techniques-know-no-io',
      src('techniques'),
      `(${src('runtime')}|^apps/|^extension/|^node:|^fs$)`,
      'Technique code has no I/O.',
    ),
    never('runtime-knows-no-screen', src('runtime'), '(^apps/|^extension/)', 'runtime never imports apps.'),
    never(
      'screens-know-the-protocol',
      '^(apps|extension)/(src|lib)',
      `(${src('(runtime|compute)')})`,
      'Screens talk to the kernel by requests.',
    ),
    never(
      'apps-know-schemas-only',
      '^apps/(src|lib)',
      '^kernel-runtime/techniques/(src|lib)/(?!schemas)',
      'Screens may know what a technique is, not how it computes.',
    ),
    never(
      'apps-are-no-extension',
      '^apps/(src|lib)',
      '(^extension/|node_modules/@jupyterlab/(?!ui-components))',
      'Only extension/ touches JupyterLab, but for its components.',
    ),
    {
      name: 'techniques-are-strangers',
      severity: 'error',
      comment: 'Technique folders never import each other.',
      from: { path: '^kernel-runtime/techniques/(src|lib)/([^/]+)/', pathNot: '/schemas/' },
      to: {
        path: '^kernel-runtime/techniques/(src|lib)/([^/]+)/',
        pathNot: '^kernel-runtime/techniques/(src|lib)/$2/',
      },
    },

    only('h5wasm-in-one-place', 'node_modules/h5wasm', '^kernel-runtime/runtime/(src|lib)/io/hdf5/'),
    only('tslab-in-one-place', 'node_modules/tslab/', '^kernel-runtime/runtime/(src|lib)/kernel/'),
    only('zeromq-in-two-places', 'node_modules/zeromq/', '^kernel-runtime/runtime/(src|lib)/(kernel|io/live)/'),
    only('tensorflow-in-one-place', 'node_modules/@tensorflow/', '^kernel-runtime/runtime/(src|lib)/tensor/'),
    only('uplot-in-one-place', 'node_modules/(uplot|vega-embed)', '^apps/(src|lib)/kit/'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(/lib/|/build/|/dist/|\\.generated\\.)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['types', 'import', 'default'] },
  },
};
