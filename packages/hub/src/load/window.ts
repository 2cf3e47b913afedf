/** The stretch of time in which is measured, in microseconds since the test began. It may be ended early. */
export class Window {
  readonly fromMicros: number;
  #toMicros: number;

  constructor(fromMicros: number, toMicros: number) {
    this.fromMicros = fromMicros;
    this.#toMicros = toMicros;
  }

  get toMicros(): number {
    return this.#toMicros;
  }

  holds(micros: number): boolean {
    return micros >= this.fromMicros && micros < this.#toMicros;
  }

  endAt(micros: number): void {
    this.#toMicros = Math.min(this.#toMicros, micros);
  }
}
