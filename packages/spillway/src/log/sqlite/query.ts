import type { DatabaseSync, SQLInputValue } from 'node:sqlite';

/** A prepared SELECT whose rows are known. */
export interface Query<Row> {
  /** The first row. */
  get(...parameters: SQLInputValue[]): Row | undefined;
  /** The rows, one at a time; the database is busy until the loop ends. */
  iterate(...parameters: SQLInputValue[]): Iterable<Row>;
}

/** The tables are STRICT, so the columns hold what the schema declares; `Row` says so to the compiler, here alone. */
export function prepareQuery<Row>(database: DatabaseSync, sql: string): Query<Row> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as said above
  return database.prepare(sql) as unknown as Query<Row>;
}
