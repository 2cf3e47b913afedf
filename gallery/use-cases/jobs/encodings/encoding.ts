/** A way to encode a file. */
export interface Encoding {
  /** What people call it, such as `Brotli, level 11`. */
  readonly label: string;
  /** What is put behind the file's name. */
  readonly extension: string;
  /** Whether it makes sense for a file of this name. */
  suits(name: string): boolean;
  /** Whether a file that it cannot read is no reason to give up on the others. */
  readonly isOptional: boolean;
  /** Writes `task.output`. Rejects when the signal is aborted, once nothing writes any more. */
  encode(task: EncodingTask): Promise<void>;
}

export interface EncodingTask {
  /** Paths of files. */
  readonly input: string;
  readonly output: string;
  /** Bytes of the input. */
  readonly size: number;
  readonly signal: AbortSignal;
  /** Is told how much of the input has been encoded, from 0 to 1, and how many bytes that made. */
  readonly onProgress: (part: number, written: number) => void;
}
