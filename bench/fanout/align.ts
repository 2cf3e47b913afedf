import { stripVTControlCharacters } from 'node:util';

/** Rows of cells as lines for a terminal: the first column begins on the left, the others end on the right. */
export function align(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((cells) => widthOf(cells[column] ?? ''))));
  return rows.map((cells) => {
    const padded = cells.map((cell, column) => {
      const padding = ' '.repeat((widths[column] ?? 0) - widthOf(cell));
      return column === 0 ? cell + padding : padding + cell;
    });
    return `  ${padded.join('  ')}`;
  });
}

/** Colours take no room. */
function widthOf(cell: string): number {
  return stripVTControlCharacters(cell).length;
}
