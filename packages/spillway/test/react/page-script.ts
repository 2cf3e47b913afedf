import { createRoot, hydrateRoot } from 'react-dom/client';
import type { Root } from 'react-dom/client';
import { asTree, shown, streams } from './components.ts';

// Runs in the pages of the tests in real browsers: what it has for them is declared beside the components.

globalThis.shown = shown;
globalThis.requests = 0;
const { fetch } = globalThis;
globalThis.fetch = (...args) => {
  requests += 1;
  return fetch(...args);
};
globalThis.faults = [];
globalThis.addEventListener('error', ({ message }) => faults.push(message));
const container = document.getElementById('root') as HTMLElement;
let root: Root | undefined;

globalThis.show = (...parts) => {
  root ??= createRoot(container);
  root.render(asTree(parts));
};
globalThis.hydrate = (html, ...parts) => {
  container.innerHTML = html;
  root = hydrateRoot(container, asTree(parts), { onRecoverableError: (error) => faults.push(String(error)) });
};
globalThis.startStream = (name, body) => streams[name]?.start(body === undefined ? {} : { body });
globalThis.stopStream = (name) => streams[name]?.stop();
