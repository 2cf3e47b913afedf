import { ECDH, type JsonWebKey, type KeyObject, X509Certificate, createPrivateKey, createPublicKey } from 'node:crypto';
import { existsSync } from 'node:fs';

/** A key as it was pasted or read from a file, recognised by its encoding. */
export type ParsedKey =
  | { readonly kind: 'secret'; readonly bytes: Uint8Array; readonly labels: KeyLabels }
  | { readonly kind: 'public'; readonly key: KeyObject; readonly labels: KeyLabels };

/** What a JWK says about itself (RFC 7517, section 4); other encodings say nothing. */
export interface KeyLabels {
  readonly kid?: string;
  readonly alg?: string;
}

/** The text is a key that cannot check tokens; the message names what it is and what to do. */
export class KeyTextError extends Error {
  override readonly name = 'KeyTextError';
}

/** More than any key set needs; a bound on the work of recognising one. */
const maxKeyBytes = 1024 * 1024;

/**
 * Recognises what a key setting holds. Public keys are accepted in PEM, DER and JWK, key sets as JWKS, each of them also
 * in base64, base64url, hexadecimal, quotes, or with `\n` for line breaks. Keys in any other encoding and private keys are
 * refused by name. Everything else is a shared secret.
 *
 * A shared secret never contains a key. Public keys are known to everyone: a hub that took the text of one as its
 * secret would accept tokens that anyone can sign (RFC 8725, section 2.1).
 *
 * @throws KeyTextError
 */
export function parseKeyText(content: Uint8Array): readonly ParsedKey[] {
  if (content.length > maxKeyBytes) throw new KeyTextError(`is larger than ${maxKeyBytes} bytes`);
  const keys = findKeys(Buffer.from(content), 0);
  if (keys) return keys;
  const text = textOf(content)?.trim();
  if (text === undefined) return [{ kind: 'secret', bytes: content, labels: {} }];
  refuseLookalikes(text);
  for (const [run] of text.matchAll(encodedRun)) {
    if (run.length < text.length && findKeys(Buffer.from(run), 0)) {
      throw new KeyTextError('contains a key among other text: pass the key alone, in PEM or as a JWK');
    }
  }
  return [{ kind: 'secret', bytes: new TextEncoder().encode(text), labels: {} }];
}

/** Base64 or hexadecimal, in one line, that is long enough for the shortest public key in DER (Ed25519, 44 bytes). */
const encodedRun = /[A-Za-z0-9+/_-]{40,}={0,2}/g;

/** Base64 of base64 of PEM is as deep as real files go. */
const maxDepth = 4;

/** The keys that bytes encode; undefined where they encode none. */
function findKeys(bytes: Buffer, depth: number): readonly ParsedKey[] | undefined {
  if (depth > maxDepth || bytes.length === 0) return undefined;
  const found = keysInDer(bytes) ?? refusedBinary(bytes);
  if (found) return found;
  const text = textOf(bytes)?.trim();
  if (text === undefined || text === '') return undefined;
  const inText = keysInPem(text) ?? keysInJson(text) ?? refusedText(text);
  if (inText) return inText;
  for (const decoded of decodings(text)) {
    const inside = findKeys(decoded, depth + 1);
    if (inside) return inside;
  }
  return undefined;
}

/** Text in UTF-8, or in UTF-16 with a byte order mark, as PowerShell writes it; undefined for other bytes. */
function textOf(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  return attempt(() => new TextDecoder(encoding, { fatal: true }).decode(bytes));
}

/** What a text may be an encoding of. */
function* decodings(text: string): Generator<Buffer> {
  const unquoted = /^(["'`])([^]*)\1[,;]?$/.exec(text)?.[2];
  if (unquoted !== undefined) yield Buffer.from(unquoted);
  if (/^data:[^,]*,/.test(text)) yield Buffer.from(text.slice(text.indexOf(',') + 1));
  const unescaped = text.replaceAll(/\\+[nrt]/g, '\n').replaceAll(/\\(["'/=])/g, '$1');
  if (unescaped !== text) yield Buffer.from(unescaped);
  if (/%[0-9a-f]{2}/i.test(text)) {
    const decoded = text.replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
    yield Buffer.from(decoded);
  }
  // Also as the literals of programs write bytes: 0x30, 0x82 and \x30\x82.
  const hex = text.replaceAll(/0x|\\x|[\s:,;{}[\]]/gi, '');
  if (/^(?:[0-9a-f]{2})+$/i.test(hex)) yield Buffer.from(hex, 'hex');
  const base64 = text.replaceAll(/\s/g, '');
  // Node's decoder reads both alphabets, with and without padding.
  if (/^[A-Za-z0-9+/_-]+={0,2}$/.test(base64)) yield Buffer.from(base64, 'base64');
}

/** RFC 7468, and the labels of OpenSSL before it. */
function keysInPem(text: string): readonly ParsedKey[] | undefined {
  if (!/-{4,5} ?BEGIN /.test(text)) return undefined;
  if (/BEGIN PGP/.test(text)) throw new KeyTextError('is a PGP key, which signs no tokens');
  if (/BEGIN [A-Z0-9 ]*PRIVATE KEY/.test(text)) throw new KeyTextError(isPrivate);
  if (/BEGIN SSH2 PUBLIC KEY/.test(text)) throw new KeyTextError(isOpenSsh);
  const blocks = [...text.matchAll(pemBlock)].filter(([, label]) => label !== 'EC PARAMETERS');
  if (blocks.length > 1) throw new KeyTextError(`holds ${blocks.length} PEM blocks: give each key its own --key`);
  const [, label = '', body = ''] = blocks[0] ?? [];
  const base64 = body.replaceAll(/\\+[nrt]/g, '').replaceAll(/[^A-Za-z0-9+/=]/g, '');
  const keys = /PUBLIC KEY|CERTIFICATE/.test(label) ? keysInDer(Buffer.from(base64, 'base64')) : undefined;
  if (!keys) throw new KeyTextError('looks like PEM but holds no public key that can be read');
  return keys;
}

const pemBlock = /-----BEGIN ([A-Z0-9 ]+)-----([^]*?)-----END \1-----/g;

const isPrivate = 'is a private key: the hub needs only the public one (openssl pkey -pubout)';
const isOpenSsh = 'is an OpenSSH key: convert it to PEM (ssh-keygen -e -m PKCS8 -f KEY.pub)';

function publicKey(key: KeyObject): readonly ParsedKey[] {
  return [{ kind: 'public', key, labels: {} }];
}

/** A `SubjectPublicKeyInfo`, a PKCS #1 public key or an X.509 certificate in DER; private keys are refused. */
function keysInDer(bytes: Buffer): readonly ParsedKey[] | undefined {
  const key = bytes[0] === 0x30 ? derReaders.map((read) => attempt(() => read(bytes))).find(Boolean) : undefined;
  if (key?.type === 'private') throw new KeyTextError(isPrivate);
  if (key) return publicKey(key);
  if (hasWholeSequence(bytes)) throw new KeyTextError('is DER but holds no public key that can be read');
  if (keyAlgorithms.some((oid) => bytes[0] === 0x30 && bytes.subarray(0, 48).includes(oid))) {
    throw new KeyTextError('is a key in DER that is cut short or damaged');
  }
  return undefined;
}

/** Private keys first: `createPublicKey` also reads those, and gives their public half. */
const derReaders: readonly ((der: Buffer) => KeyObject)[] = [
  (der) => createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }),
  (der) => createPrivateKey({ key: der, format: 'der', type: 'pkcs1' }),
  (der) => createPrivateKey({ key: der, format: 'der', type: 'sec1' }),
  (der) => createPublicKey({ key: der, format: 'der', type: 'spki' }),
  (der) => createPublicKey({ key: der, format: 'der', type: 'pkcs1' }),
  (der) => new X509Certificate(der).publicKey,
];

/** RSA, elliptic curves, X25519 to Ed448 (RFC 8017, appendix C; RFC 5480, section 2.1.1; RFC 8410, section 3). */
const keyAlgorithms = ['06092a864886f70d0101', '06072a8648ce3d0201', '06032b656e', '06032b6570', '06032b6571'].map(
  (oid) => Buffer.from(oid, 'hex'),
);

function attempt<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    // The bytes are something else: the next reader decides.
    return undefined;
  }
}

/**
 * Whether the bytes are exactly one DER sequence of whole elements: an encrypted private key, a PKCS #12 file, a key of an
 * unknown kind. Random bytes of a secret are that with a probability below 2^-20.
 */
function hasWholeSequence(bytes: Buffer): boolean {
  const outer = derElement(bytes, 0);
  if (bytes[0] !== 0x30 || outer?.end !== bytes.length || outer.start === outer.end) return false;
  let at: number | undefined = outer.start;
  while (at !== undefined && at < outer.end) at = derElement(bytes, at)?.end;
  return at === outer.end;
}

function derElement(bytes: Buffer, at: number): { readonly start: number; readonly end: number } | undefined {
  const first = bytes[at + 1];
  if (first === undefined) return undefined;
  if (first < 0x80) return { start: at + 2, end: at + 2 + first };
  const lengthBytes = first & 0x7f;
  if (lengthBytes === 0 || lengthBytes > 4 || at + 2 + lengthBytes > bytes.length) return undefined;
  const start = at + 2 + lengthBytes;
  return { start, end: start + bytes.readUIntBE(at + 2, lengthBytes) };
}

/** Binary formats of keys that cannot check tokens as they are. */
function refusedBinary(bytes: Buffer): undefined {
  if (bytes.indexOf('openssh-key-v1\0') === 0) throw new KeyTextError(isPrivate);
  const nameBytes = bytes.length > 4 ? bytes.readUInt32BE(0) : 0;
  if (nameBytes <= 64 && sshAlgorithm.test(bytes.toString('latin1', 4, 4 + nameBytes))) {
    throw new KeyTextError(isOpenSsh);
  }
  if (isPgpPacket(bytes)) throw new KeyTextError('is a PGP key, which signs no tokens');
  for (const [curve, length] of uncompressedPoints) {
    if (bytes[0] !== 4 || bytes.length !== length) continue;
    if (attempt(() => ECDH.convertKey(bytes, curve))) {
      throw new KeyTextError('is the bare point of an elliptic curve key: pass the key in PEM or as a JWK');
    }
  }
  return undefined;
}

const sshAlgorithm = /^(?:sk-)?(?:ssh-(?:rsa|dss|ed25519|ed448)|ecdsa-sha2-[\w-]+)(?:@[\w.-]+|-cert-v\d+@[\w.-]+)?$/;

const uncompressedPoints = [
  ['prime256v1', 65],
  ['secp384r1', 97],
  ['secp521r1', 133],
] as const;

/** A version 4 key packet with a known algorithm that lies within the bytes (RFC 9580, sections 4.2 and 5.5.2). */
function isPgpPacket(bytes: Buffer): boolean {
  const [tag = 0, length = 0] = bytes;
  const [start, size] =
    tag === 0x99 || tag === 0x95
      ? [3, bytes.length > 3 ? bytes.readUInt16BE(1) : 0]
      : tag === 0x98 || tag === 0x94 || ((tag === 0xc6 || tag === 0xc5) && length < 192)
        ? [2, length]
        : (tag === 0xc6 || tag === 0xc5) && length < 224
          ? [3, ((length - 192) << 8) + (bytes[2] ?? 0) + 192]
          : [0, 0];
  const isKnown = [1, 2, 3, 16, 17, 18, 19, 22, 25, 26, 27, 28].includes(bytes[start + 5] ?? 0);
  return size > 6 && start + size <= bytes.length && bytes[start] === 4 && isKnown;
}

/** A JWK (RFC 7517, section 4) or a JWK Set (section 5). */
function keysInJson(text: string): readonly ParsedKey[] | undefined {
  if (!text.startsWith('{') && !text.startsWith('[')) return undefined;
  const json = attempt(() => JSON.parse(text) as unknown);
  if (typeof json !== 'object' || json === null) {
    if (jwkMember.test(text)) throw new KeyTextError('is a JWK that is cut short or damaged');
    return undefined;
  }
  if (Array.isArray(json) || !('keys' in json)) {
    if ('kty' in json) return [keyOfJwk(json)];
    throw new KeyTextError('is JSON but no JWK ("kty") and no JWK Set ("keys")');
  }
  if (!Array.isArray(json.keys)) throw new KeyTextError('is a JWK Set whose "keys" is no list');
  // [spec] Implementations SHOULD ignore JWKs within a JWK Set that use "kty" values that are not understood.
  const keys = json.keys.filter((jwk: unknown) => checksSignatures(jwk)).map((jwk) => keyOfJwk(jwk as object));
  if (keys.length === 0) throw new KeyTextError('is a JWK Set without a key that checks signatures');
  return keys;
}

/** RFC 7517, section 4.1: every JWK has it, in JSON as in YAML and other notations. */
const jwkMember = /(?:^|[\s"'{,\\])kty\\*["']?\s*[:=]/;

function checksSignatures(jwk: unknown): boolean {
  if (typeof jwk !== 'object' || jwk === null) return false;
  const { kty, use, key_ops } = jwk as { kty?: unknown; use?: unknown; key_ops?: unknown };
  const isUnderstood = kty === 'RSA' || kty === 'EC' || kty === 'OKP' || kty === 'oct';
  return isUnderstood && (use ?? 'sig') === 'sig' && (!Array.isArray(key_ops) || key_ops.includes('verify'));
}

function keyOfJwk(jwk: object): ParsedKey {
  const { kty, k, kid, alg } = jwk as Record<string, unknown>;
  const labels = { ...(typeof kid === 'string' && { kid }), ...(typeof alg === 'string' && { alg }) };
  if (kty === 'oct' && typeof k === 'string') return { kind: 'secret', bytes: Buffer.from(k, 'base64url'), labels };
  if ('d' in jwk) throw new KeyTextError('is a private key in a JWK: remove its private members, such as "d"');
  if (!checksSignatures(jwk)) throw new KeyTextError('is a JWK that does not check signatures ("use" or "key_ops")');
  const key = attempt(() => createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' }));
  if (!key) throw new KeyTextError('is a JWK that holds no public key that can be read');
  return { kind: 'public', key, labels };
}

/** Keys in text formats that are neither PEM nor JSON. */
function refusedText(text: string): undefined {
  if (/^PuTTY-User-Key-File-/m.test(text)) throw new KeyTextError(isPrivate);
  if (/(?:^|[\s"'=])(?:sk-)?(?:ssh-(?:rsa|dss|ed25519|ed448)|ecdsa-sha2-[\w-]+)\S*\s+AAAA/.test(text)) {
    throw new KeyTextError(isOpenSsh);
  }
  if (/<(?:\w+:)?(?:RSA|EC|DSA)?Key(?:Value|Info)\b|<(?:\w+:)?X509Certificate\b/.test(text)) {
    throw new KeyTextError('is a key in XML: convert it to PEM');
  }
  if (jwkMember.test(text)) throw new KeyTextError('is a JWK in another notation than JSON, or among other text');
  if (/^(?:[\w-]+ )?(?:Public|Private)-Key: ?\(|^Modulus=/im.test(text)) {
    throw new KeyTextError('is the printout of a key: pass the key itself, in PEM');
  }
  return undefined;
}

/** Texts that are long enough for a secret and known to others all the same. */
function refuseLookalikes(text: string): void {
  if (/^https?:\/\/\S+$/i.test(text)) throw new KeyTextError('is a URL: set --jwks-url if keys are published there');
  const [header = '', ...parts] = text.split('.');
  if (parts.length >= 2 && /^ey[\w-]+$/.test(header)) throw new KeyTextError('is a token (JWT), and no key');
  if (/^(?:ssh-|ecdsa-|sk-ssh-)/.test(text)) throw new KeyTextError(isOpenSsh);
  if (text.startsWith('{')) throw new KeyTextError('begins like a JWK but is no JSON');
  if (/^k[1-4]\.(?:public|secret|pid|sid)\./.test(text)) throw new KeyTextError('is a PASERK, which checks no JWT');
  if (text.length < 1024 && /[/\\.]/.test(text) && existsSync(text)) {
    throw new KeyTextError('names a file: write @ before its name');
  }
}
