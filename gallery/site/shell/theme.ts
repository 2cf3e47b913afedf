import { useSyncExternalStore } from 'react';

/** The colours that a person has chosen for these pages. */
export type Theme = 'system' | 'light' | 'dark';

/** The script in index.html reads the same item before the first paint. */
const item = 'theme';
const listeners = new Set<() => void>();
let chosen = stored();

/** The chosen theme and a function that changes it, on this page, its frames and other tabs. */
export function useTheme(): readonly [Theme, (theme: Theme) => void] {
  return [useSyncExternalStore(onThemeChange, () => chosen), choose];
}

/** Calls back after the theme has changed, or the system's scheme has. Canvases redraw then: CSS does not style them. */
export function onThemeChange(listener: () => void): () => void {
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  scheme.addEventListener('change', listener);
  listeners.add(listener);
  return () => {
    scheme.removeEventListener('change', listener);
    listeners.delete(listener);
  };
}

function choose(theme: Theme): void {
  try {
    localStorage.setItem(item, theme);
  } catch (error) {
    console.warn('The theme applies to this page only, because the browser does not store it.', error);
  }
  apply(theme);
}

/** Applies the theme that another tab, or the page around this frame, stores from now on. */
export function followStoredTheme(): void {
  addEventListener('storage', ({ key }) => {
    if (key === item || key === null) apply(stored());
  });
}

function apply(theme: Theme): void {
  chosen = theme;
  document.documentElement.dataset['theme'] = theme;
  for (const listener of listeners) listener();
}

function stored(): Theme {
  try {
    const value = localStorage.getItem(item);
    return value === 'light' || value === 'dark' ? value : 'system';
  } catch {
    // A browser that blocks storage has nothing stored.
    return 'system';
  }
}
