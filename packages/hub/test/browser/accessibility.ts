// Functions that run in a page and look for what keeps people from using it. Each stands alone: only its own text
// reaches the browser.

/**
 * Fields and buttons without a name, headings that skip a level, and images without a text
 * (WCAG 2.2, success criteria 1.1.1, 1.3.1 and 4.1.2).
 */
export function labelFaults(): string[] {
  const faults: string[] = [];
  for (const field of document.querySelectorAll<HTMLInputElement>('input, textarea, select')) {
    const labelled = Array.from(field.labels ?? []).some((label) => label.textContent?.trim());
    if (!labelled) faults.push(`${field.localName} ${field.name} has no label`);
  }
  for (const button of document.querySelectorAll('button')) {
    if (!button.textContent?.trim()) faults.push('a button has no text');
  }
  for (const image of document.querySelectorAll('img:not([alt])')) faults.push(`${image.outerHTML} has no alt`);
  for (const labelled of document.querySelectorAll('[aria-labelledby]')) {
    const id = labelled.getAttribute('aria-labelledby') ?? '';
    if (!document.getElementById(id)?.textContent?.trim()) faults.push(`nothing is called ${id}`);
  }
  let level = 0;
  for (const heading of document.querySelectorAll('h1, h2, h3, h4')) {
    const next = Number(heading.localName.slice(1));
    if (next > level + 1) faults.push(`${heading.textContent} skips a level`);
    level = next;
  }
  if (document.querySelectorAll('h1').length !== 1) faults.push('there must be one h1');
  if (document.documentElement.lang === '') faults.push('the page has no language');
  if (document.querySelector('[role=status]') === null) faults.push('nobody is told of changes');
  return faults;
}

/** Text whose contrast with what lies behind it is less than 4.5 to 1 (WCAG 2.2, success criterion 1.4.3). */
export function contrastFaults(): string[] {
  // oxlint-disable-next-line unicorn/consistent-function-scoping -- only this function reaches the browser
  const channels = (color: string): number[] => (color.match(/[\d.]+/g) ?? []).map(Number);

  function luminance(color: string): number {
    const [red = 0, green = 0, blue = 0] = channels(color).map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }

  function behind(element: Element | null): string {
    if (element === null) return 'rgb(255, 255, 255)';
    const { backgroundColor } = getComputedStyle(element);
    return channels(backgroundColor)[3] === 0 ? behind(element.parentElement) : backgroundColor;
  }

  const faults: string[] = [];
  for (const element of document.querySelectorAll('body *')) {
    const hasText = Array.from(element.childNodes).some((node) => node.nodeType === 3 && node.textContent?.trim());
    if (!hasText || !element.checkVisibility()) continue;
    const { color } = getComputedStyle(element);
    const [lighter = 0, darker = 0] = [luminance(color), luminance(behind(element))].toSorted((a, b) => b - a);
    const contrast = (lighter + 0.05) / (darker + 0.05);
    if (contrast < 4.5) faults.push(`${element.textContent?.trim()}: ${contrast.toFixed(2)}`);
  }
  return faults;
}
