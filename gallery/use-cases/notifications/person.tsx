/** One person's own page: what is for this person, and nobody else. */
export default function Person({ name }: { readonly name: string }) {
  return <p>{name}</p>;
}
