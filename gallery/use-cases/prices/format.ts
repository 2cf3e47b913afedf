const price = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const change = new Intl.NumberFormat('en', {
  style: 'percent',
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
  signDisplay: 'exceptZero',
});

export const asPrice = (value: number): string => price.format(value);
/** A rise has a + and a fall a −, so that nobody needs to see colours. */
export const asChange = (part: number): string => change.format(part).replace('-', '−');
