import type { ComponentType } from 'react';
import { createRoot } from 'react-dom/client';

// Renders the page sample that the address names: /?sample=chat

const samples = import.meta.glob<{ readonly default: ComponentType }>('../../../use-cases/*/sample/page.tsx');
const name = new URLSearchParams(location.search).get('sample');
const root = document.getElementById('root');
const load = samples[`../../../use-cases/${name}/sample/page.tsx`];
if (root === null || load === undefined) throw new Error(`there is no sample ${name}`);
const { default: Page } = await load();
createRoot(root).render(<Page />);
