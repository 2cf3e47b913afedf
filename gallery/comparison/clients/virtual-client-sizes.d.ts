declare module 'virtual:client-sizes' {
  /** What each way's client weighs: bundled by itself, minified, and compressed with brotli, in bytes. */
  export const clientSizes: Readonly<Record<'polling' | 'long-polling' | 'web-socket' | 'events', number>>;
}
