import { Members } from './members.ts';
import { anySegment, parsePattern } from './pattern.ts';

/**
 * The patterns of an index that are not exact, as a tree of their segments.
 *
 * Finding a topic's matches walks the tree level by level with the set of nodes reached so far. A level has at most
 * twice as many of them as the one before (the literal child and the `:name` child of each), and never more than
 * there are nodes with a path that matches the topic so far. So a look-up visits at most min(2^depth, nodes) nodes:
 * the tree is never walked twice, whatever patterns an adversary adds.
 */
export interface PatternTrie<T> {
  /** False where the pair stands already. Throws `invalid-pattern`. */
  add(pattern: string, value: T): boolean;
  /** False where there is no such pair. */
  delete(pattern: string, value: T): boolean;
  /** The values of each pattern that matches, a list for each; a value may be in several of them. */
  match(topic: string): (readonly T[])[];
}

interface Node<T> {
  literals: Map<string, Node<T>> | undefined;
  any: Node<T> | undefined;
  /** Values of the pattern that ends here. */
  here: Members<T> | undefined;
  /** Values of the pattern that goes on with `*`. */
  rest: Members<T> | undefined;
}

export function createPatternTrie<T>(): PatternTrie<T> {
  const root = createNode<T>();

  return {
    add(pattern, value) {
      const { segments, rest } = parsePattern(pattern);
      let node = root;
      for (const segment of segments) node = child(node, segment) ?? addChild(node, segment);
      const end = rest ? 'rest' : 'here';
      const members = node[end];
      if (members !== undefined) return members.add(value);
      node[end] = new Members(value);
      return true;
    },

    delete(pattern, value) {
      const { segments, rest } = parsePattern(pattern);
      const path = [root];
      for (const segment of segments) {
        const next = child(path.at(-1)!, segment);
        if (next === undefined) return false;
        path.push(next);
      }
      const node = path.at(-1)!;
      const end = rest ? 'rest' : 'here';
      const members = node[end];
      if (!members?.delete(value)) return false;
      if (members.values.length === 0) {
        node[end] = undefined;
        prune(path, segments);
      }
      return true;
    },

    match(topic) {
      const found: (readonly T[])[] = [];
      let reached: Node<T>[] = [root];
      for (const segment of topic.split('/')) {
        const next: Node<T>[] = [];
        for (const node of reached) {
          if (node.rest !== undefined) found.push(node.rest.values);
          const literal = node.literals?.get(segment);
          if (literal !== undefined) next.push(literal);
          if (node.any !== undefined && segment !== '') next.push(node.any);
        }
        if (next.length === 0) return found;
        reached = next;
      }
      for (const node of reached) {
        if (node.here !== undefined) found.push(node.here.values);
      }
      return found;
    },
  };
}

type Segment = string | typeof anySegment;

function createNode<T>(): Node<T> {
  return { literals: undefined, any: undefined, here: undefined, rest: undefined };
}

function child<T>(node: Node<T>, segment: Segment): Node<T> | undefined {
  return segment === anySegment ? node.any : node.literals?.get(segment);
}

function addChild<T>(node: Node<T>, segment: Segment): Node<T> {
  const added = createNode<T>();
  if (segment === anySegment) node.any = added;
  else (node.literals ??= new Map()).set(segment, added);
  return added;
}

/** Takes away the nodes at the end of `path` that lead nowhere any more. */
function prune<T>(path: readonly Node<T>[], segments: readonly Segment[]): void {
  for (let level = segments.length; level > 0; level--) {
    const { literals, any, here, rest } = path[level]!;
    if (literals !== undefined || any !== undefined || here !== undefined || rest !== undefined) return;
    const parent = path[level - 1]!;
    const segment = segments[level - 1]!;
    if (segment === anySegment) {
      parent.any = undefined;
    } else {
      parent.literals?.delete(segment);
      if (parent.literals?.size === 0) parent.literals = undefined;
    }
  }
}
