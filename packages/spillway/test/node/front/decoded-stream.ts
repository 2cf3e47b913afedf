import { createDecoder } from '../../../src/codec/decode.ts';

/** The data of the events in a response that is a stream, as far as it has come: its chunks must be well-formed. */
export function decodedData(response: string): string[] {
  const data: string[] = [];
  const decoder = createDecoder({ event: (event) => data.push(event.data) });
  let at = response.indexOf('\r\n\r\n') + 4;
  while (at < response.length) {
    const line = response.indexOf('\r\n', at);
    if (line < 0) return data;
    const size = response.slice(at, line);
    if (!/^[0-9a-f]+$/.test(size)) throw new Error(`no chunk begins here: ${JSON.stringify(size.slice(0, 40))}`);
    const end = line + 2 + Number.parseInt(size, 16);
    if (end + 2 > response.length) return data;
    if (response.slice(end, end + 2) !== '\r\n') throw new Error('a chunk does not end where it says');
    decoder.push(Buffer.from(response.slice(line + 2, end), 'latin1'));
    at = end + 2;
  }
  return data;
}
