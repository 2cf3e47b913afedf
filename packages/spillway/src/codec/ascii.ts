/** The bytes that give an event stream its structure. */
export const lineFeed = 10;
export const carriageReturn = 13;
export const space = 32;
export const colon = 58;
