import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import './styles/tokens.css';
import './styles/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { followStoredTheme } from './shell/theme.ts';
import { Site } from './site.tsx';

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no element #root');
followStoredTheme();
createRoot(root).render(
  <StrictMode>
    <Site />
  </StrictMode>,
);
