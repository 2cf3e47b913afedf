import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';
import { clientSizes } from '../comparison/clients/client-sizes.ts';

/** The pages of the gallery. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), clientSizes()],
  // In this repository the library is built from its sources, as everywhere; elsewhere no condition is needed.
  resolve: { conditions: ['@spillway/source', ...defaultClientConditions] },
  worker: { format: 'es' },
  build: { emptyOutDir: true, modulePreload: { polyfill: false } },
});
