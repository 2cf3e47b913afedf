/** The largest file that the server takes. */
export const mostBytes = 200_000_000;
