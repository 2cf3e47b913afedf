// What a page pays for an import: built, bundled, minified, and compressed with brotli.
const client = 'packages/spillway/dist/client/index.js';

/** What only those load who share a connection. */
const sharing = './sharing/shared-feed.js';

function modifyEsbuildConfig(config) {
  return { ...config, format: 'esm' };
}

// (The aims are 4.5 kB and 7 kB: these two are over them, and must not grow.)
export default [
  { name: 'EventSource', import: { [client]: '{ EventSource }' }, ignore: [sharing], limit: '2 kB' },
  { name: 'subscribe, without sharing', import: { [client]: '{ subscribe }' }, ignore: [sharing], limit: '4.8 kB' },
  { name: 'all of spillway/client', import: { [client]: '*' }, limit: '9.8 kB' },
].map((check) => ({ ...check, modifyEsbuildConfig }));
