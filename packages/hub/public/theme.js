/** The theme that the user has chosen stays with this browser; the choice "system" is the absence of one. */
{
  const key = 'spillway-theme';
  const root = document.documentElement;
  const stored = localStorage.getItem(key);
  if (stored === 'light' || stored === 'dark') root.dataset.theme = stored;

  document.addEventListener('DOMContentLoaded', () => {
    const form = document.querySelector('#theme');
    for (const input of form.querySelectorAll('input'))
      input.checked = input.value === (root.dataset.theme ?? 'system');
    form.addEventListener('change', ({ target }) => {
      if (target.value === 'system') {
        delete root.dataset.theme;
        localStorage.removeItem(key);
      } else {
        root.dataset.theme = target.value;
        localStorage.setItem(key, target.value);
      }
    });
  });
}
