/**
 * Encodes header fields for a request (HPACK, RFC 7541): each as a literal that no table remembers, and without
 * Huffman codes, so that no state is kept. Names are in lower case.
 */
export function encodeHeaders(fields: readonly (readonly [string, string])[]): Buffer {
  // [RFC 7541, 6.2.2] A literal header field without indexing, with a new name.
  return Buffer.concat(fields.flatMap(([name, value]) => [Buffer.from([0]), literal(name), literal(value)]));
}

/** [RFC 7541, 5.2] A string literal: its length, and its octets as they are. */
function literal(text: string): Buffer {
  const octets = Buffer.from(text);
  return Buffer.concat([integer(octets.length, 7), octets]);
}

/** [RFC 7541, 5.1] An integer whose first byte has `prefix` bits for it. */
function integer(value: number, prefix: number): Buffer {
  const most = 2 ** prefix - 1;
  if (value < most) return Buffer.from([value]);
  const bytes = [most];
  let rest = value - most;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Buffer.from([...bytes, rest]);
}

/**
 * The status that the header block of an answer tells: it is the first field. Undefined if it cannot be read, as when
 * the block refers to a dynamic table, which the client has forbidden.
 */
export function statusOf(block: Uint8Array): number | undefined {
  let at = 0;
  // [RFC 7541, 6.3] The encoder says first that its dynamic table has no room.
  while (((block[at] ?? 0) & 0xe0) === 0x20) at++;
  const first = block[at] ?? 0;
  // [RFC 7541, 6.1 and appendix A] An indexed field: 8 to 14 are statuses.
  if (first >= 0x80) return [200, 204, 206, 304, 400, 404, 500][first - 0x88];
  // [RFC 7541, 6.2] A literal whose name is :status, by its index.
  const index = (first & 0xc0) === 0x40 ? first & 0x3f : first & 0x0f;
  if (index < 8 || index > 14) return undefined;
  const length = block[at + 1] ?? 0;
  const octets = block.subarray(at + 2, at + 2 + (length & 0x7f));
  const digits = (length & 0x80) === 0 ? Buffer.from(octets).toString('latin1') : huffmanDigits(octets);
  return /^\d{3}$/.test(digits) ? Number(digits) : undefined;
}

/** [RFC 7541, appendix B] 0 to 2 have codes of five bits, 00000 to 00010; 3 to 9 of six, 011001 to 011111. */
function huffmanDigits(octets: Uint8Array): string {
  const bits = Array.from(octets, (octet) => octet.toString(2).padStart(8, '0')).join('');
  const codes = /^(?:000(?:00|01|10)|011(?:001|010|011|100|101|110|111))/;
  let digits = '';
  for (let rest = bits; digits.length < 3;) {
    const code = codes.exec(rest)?.[0];
    if (code === undefined) break;
    digits += code.length === 5 ? Number.parseInt(code, 2) : Number.parseInt(code, 2) - 0b011001 + 3;
    rest = rest.slice(code.length);
  }
  return digits;
}
