import { type Theme, useTheme } from './theme.ts';
import styles from './theme-switch.module.css';

const themes: readonly { readonly theme: Theme; readonly label: string }[] = [
  { theme: 'system', label: 'System' },
  { theme: 'light', label: 'Light' },
  { theme: 'dark', label: 'Dark' },
];

/** Chooses the colours of the pages. */
export function ThemeSwitch() {
  const [chosen, choose] = useTheme();
  return (
    <fieldset className={styles['switch']}>
      <legend className="sr-only">Theme</legend>
      {themes.map(({ theme, label }) => (
        <label key={theme}>
          <input
            type="radio"
            name="theme"
            value={theme}
            checked={theme === chosen}
            onChange={() => choose(theme)}
            className="sr-only"
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
