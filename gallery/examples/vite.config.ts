import { svelte } from '@sveltejs/vite-plugin-svelte';
import react from '@vitejs/plugin-react';
import vue from '@vitejs/plugin-vue';
import { join } from 'node:path';
import { defaultClientConditions, defineConfig } from 'vite';

const built = ['vue', 'svelte', 'react'];

/** The examples that are built; the plain one is served as it is. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), svelte(), vue()],
  // In this repository the library is built from its sources, as everywhere; elsewhere no condition is needed.
  resolve: { conditions: ['@spillway/source', ...defaultClientConditions] },
  build: {
    emptyOutDir: true,
    rolldownOptions: { input: built.map((name) => join(import.meta.dirname, name, 'index.html')) },
  },
});
