/**
 * Gives a class the form that interfaces of the platform have and classes of JavaScript have not: enumerable members, a
 * name for `Object.prototype.toString`, and constants, which count from 0, both on the class and on its prototype.
 *
 * Source: Web IDL, section 3.7 (interfaces).
 */
export function finishInterface(
  target: { readonly prototype: object },
  name: string,
  constants: readonly string[],
): void {
  const { prototype } = target;
  for (const member of Object.getOwnPropertyNames(prototype)) {
    if (member !== 'constructor') Object.defineProperty(prototype, member, { enumerable: true });
  }
  Object.defineProperty(prototype, Symbol.toStringTag, { value: name, configurable: true });
  constants.forEach((constant, value) => {
    for (const place of [target, prototype]) Object.defineProperty(place, constant, { value, enumerable: true });
  });
}
