// What a page pays for an import: built, bundled, minified, and compressed with brotli.
const client = 'packages/spillway/dist/client/index.js';

/** A dynamic import stays in the bundle, and so counts, unless it is ignored. */
function modifyEsbuildConfig(config) {
  return { ...config, format: 'esm' };
}

export default [
  { name: 'EventSource', import: { [client]: '{ EventSource }' }, limit: '2 kB' },
  {
    name: 'subscribe, without the code that is only loaded to share a connection',
    import: { [client]: '{ subscribe }' },
    ignore: ['./sharing/shared-feed.js'],
    limit: '4.5 kB',
  },
  { name: 'all of spillway/client', import: { [client]: '*' }, limit: '7 kB' },
].map((check) => ({ ...check, modifyEsbuildConfig }));
