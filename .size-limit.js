// What a page pays for an import: built, bundled, minified, and compressed with brotli (bench/NOTES.md, Size of the
// client).
const client = 'packages/spillway/dist/client/index.js';

/** What is loaded on demand: where a connection is shared, and where the network holds streams back. */
const onDemand = ['./sharing/shared-feed.js', './polling.js'];

function modifyEsbuildConfig(config) {
  return { ...config, format: 'esm' };
}

// Each limit is a little above today's size, so that growth is noticed. bench/NOTES.md says what the parts take.
export default [
  { name: 'EventSource', import: { [client]: '{ EventSource }' }, ignore: onDemand, limit: '2.3 kB' },
  {
    name: 'subscribe, without sharing and polling',
    import: { [client]: '{ subscribe }' },
    ignore: onDemand,
    limit: '5.4 kB',
  },
  {
    name: 'all of spillway/client, without sharing and polling',
    import: { [client]: '*' },
    ignore: onDemand,
    limit: '7.3 kB',
  },
  { name: 'all of spillway/client', import: { [client]: '*' }, limit: '11 kB' },
].map((check) => ({ ...check, modifyEsbuildConfig }));
