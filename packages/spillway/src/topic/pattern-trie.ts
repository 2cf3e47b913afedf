import { type Member, Members } from './members.ts';
import { anySegment, type PatternSegment, parsePattern } from './pattern.ts';

/**
 * The patterns of an index that are not exact, as a tree of their segments.
 *
 * Finding a topic's matches walks down level by level with all nodes reached so far. Each node has at most two
 * children that a segment leads to, its literal one and its `:name` one, and is itself reached on one way only. So a
 * look-up visits each node at most once, and of a level at most min(2^depth, nodes whose path matches the topic so
 * far), whatever patterns an adversary adds: to have many nodes visited, as many patterns must stand there.
 */
export interface PatternTrie<T> {
  /** False where the pair stands already. Throws `invalid-pattern`. */
  add(pattern: string, value: T): boolean;
  /** False where there is no such pair. */
  delete(pattern: string, value: T): boolean;
  /** For each pattern that matches its values; a value may be in several of these lists. */
  match(topic: string): (readonly T[])[];
}

interface Node<T extends Member> {
  readonly parent: Node<T> | undefined;
  /** What leads here from the parent. */
  readonly segment: PatternSegment;
  literals: Map<string, Node<T>> | undefined;
  any: Node<T> | undefined;
  /** Values of the pattern that ends here. */
  here: Members<T> | undefined;
  /** Values of the pattern that goes on with `*`. */
  rest: Members<T> | undefined;
}

export function createPatternTrie<T extends Member>(): PatternTrie<T> {
  const root = createNode<T>(undefined, '');

  return {
    add(pattern, value) {
      const { segments, rest } = parsePattern(pattern);
      let node = root;
      for (const segment of segments) node = child(node, segment) ?? addChild(node, segment);
      const members = (node[rest ? 'rest' : 'here'] ??= new Members());
      return members.add(value);
    },

    delete(pattern, value) {
      const { segments, rest } = parsePattern(pattern);
      let node = root;
      for (const segment of segments) {
        const next = child(node, segment);
        if (next === undefined) return false;
        node = next;
      }
      const end = rest ? 'rest' : 'here';
      const members = node[end];
      if (members === undefined || !members.delete(value)) return false;
      if (members.values.length === 0) {
        node[end] = undefined;
        prune(node);
      }
      return true;
    },

    match(topic) {
      const found: (readonly T[])[] = [];
      let reached = [root];
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

function createNode<T extends Member>(parent: Node<T> | undefined, segment: PatternSegment): Node<T> {
  return { parent, segment, literals: undefined, any: undefined, here: undefined, rest: undefined };
}

function child<T extends Member>(node: Node<T>, segment: PatternSegment): Node<T> | undefined {
  return segment === anySegment ? node.any : node.literals?.get(segment);
}

function addChild<T extends Member>(node: Node<T>, segment: PatternSegment): Node<T> {
  const added = createNode(node, segment);
  if (segment === anySegment) node.any = added;
  else (node.literals ??= new Map<string, Node<T>>()).set(segment, added);
  return added;
}

/** Takes away the node, and what is above it, as far as it leads nowhere any more. */
function prune<T extends Member>(node: Node<T>): void {
  const { parent, segment, literals, any, here, rest } = node;
  if (parent === undefined || (literals ?? any ?? here ?? rest) !== undefined) return;
  if (segment === anySegment) {
    parent.any = undefined;
  } else {
    parent.literals?.delete(segment);
    if (parent.literals?.size === 0) parent.literals = undefined;
  }
  prune(parent);
}
