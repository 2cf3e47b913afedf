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
  /** What the tree costs in memory, and the most that a look-up visits; patterns that were deleted leave none. */
  readonly nodes: number;
}

interface Node<T extends Member> {
  readonly parent: Node<T> | undefined;
  /** What leads here from the parent. */
  readonly segment: PatternSegment;
  /** An only child stands here itself, and says in its `segment` for which: most nodes have no other. */
  literals: Node<T> | Map<string, Node<T>> | undefined;
  any: Node<T> | undefined;
  /** Values of the pattern that ends here. */
  here: Members<T> | undefined;
  /** Values of the pattern that goes on with `*`. */
  rest: Members<T> | undefined;
}

export function createPatternTrie<T extends Member>(): PatternTrie<T> {
  const root = createNode<T>(undefined, '');
  let nodes = 0;

  return {
    add(pattern, value) {
      const { segments, rest } = parsePattern(pattern);
      let node = root;
      for (const segment of segments) {
        let next = child(node, segment);
        if (next === undefined) {
          next = addChild(node, segment);
          nodes++;
        }
        node = next;
      }
      const end = rest ? 'rest' : 'here';
      const members = node[end];
      if (members !== undefined) return members.add(value);
      node[end] = new Members(value);
      return true;
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
        nodes -= prune(node);
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
          const literal = child(node, segment);
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

    get nodes() {
      return nodes;
    },
  };
}

function createNode<T extends Member>(parent: Node<T> | undefined, segment: PatternSegment): Node<T> {
  return { parent, segment, literals: undefined, any: undefined, here: undefined, rest: undefined };
}

function child<T extends Member>(node: Node<T>, segment: PatternSegment): Node<T> | undefined {
  if (segment === anySegment) return node.any;
  const { literals } = node;
  if (literals instanceof Map) return literals.get(segment);
  return literals?.segment === segment ? literals : undefined;
}

function addChild<T extends Member>(node: Node<T>, segment: PatternSegment): Node<T> {
  const added = createNode(node, segment);
  const { literals } = node;
  if (segment === anySegment) node.any = added;
  else if (literals === undefined) node.literals = added;
  else if (literals instanceof Map) literals.set(segment, added);
  else node.literals = new Map([literals, added].map((each) => [String(each.segment), each]));
  return added;
}

/** Takes away the node, and those above it, as far as they lead nowhere any more; tells how many they were. */
function prune<T extends Member>(node: Node<T>): number {
  let pruned = 0;
  while (node.parent !== undefined && leadsNowhere(node)) {
    removeChild(node.parent, node.segment);
    node = node.parent;
    pruned++;
  }
  return pruned;
}

function leadsNowhere<T extends Member>({ literals, any, here, rest }: Node<T>): boolean {
  return (literals ?? any ?? here ?? rest) === undefined;
}

function removeChild<T extends Member>(node: Node<T>, segment: PatternSegment): void {
  if (segment === anySegment) {
    node.any = undefined;
  } else if (node.literals instanceof Map && node.literals.size > 1) {
    node.literals.delete(segment);
  } else {
    node.literals = undefined;
  }
}
