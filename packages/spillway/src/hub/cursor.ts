import type { Offset } from '../event.ts';
import type { Gap } from './gap.ts';

/** What the wire shows as the SSE `id:` of a place in the log: `<epoch>-<offset>`. */
export function formatCursor(epoch: string, offset: Offset): string {
  return `${epoch}-${offset}`;
}

/** The offset that a cursor of this epoch names; undefined for any other text. */
export function offsetOfCursor(cursor: string, epoch: string): Offset | undefined {
  if (!cursor.startsWith(`${epoch}-`)) return undefined;
  const digits = cursor.slice(epoch.length + 1);
  return /^(0|[1-9]\d{0,15})$/.test(digits) ? Number(digits) : undefined;
}

/** Why a cursor that names no place in the log does not: it is of another epoch, or of no form that we know. */
export function reasonOfUnknown(cursor: string): Gap['reason'] {
  return /^[0-9a-z]{1,32}-(0|[1-9]\d{0,15})$/.test(cursor) ? 'epoch' : 'unknown';
}
