import { expect, test } from 'vitest';
import { nothingSeen, see } from '../../host/public/sequence.ts';

/** What a page has seen after samples with these places, written as `run:sequence`. */
function after(...places: readonly string[]) {
  const { seen, holes, doubles } = places
    .map((place) => place.split(':'))
    .map(([run = '', sequence]) => ({ run, sequence: Number(sequence) }))
    .reduce(see, nothingSeen);
  return { seen, holes, doubles };
}

test('samples in order have no hole and no double', () => {
  expect(after('a:1', 'a:2', 'a:3')).toEqual({ seen: 3, holes: 0, doubles: 0 });
});

test('the first sample may have any number', () => {
  expect(after('a:41', 'a:42')).toEqual({ seen: 2, holes: 0, doubles: 0 });
});

test('each number that is left out is a hole', () => {
  expect(after('a:1', 'a:2', 'a:5')).toEqual({ seen: 3, holes: 2, doubles: 0 });
});

test('each number that comes again is a double, and what follows it is none', () => {
  expect(after('a:1', 'a:2', 'a:3', 'a:2', 'a:3', 'a:4')).toEqual({ seen: 6, holes: 0, doubles: 2 });
});

test('a later run begins at 1', () => {
  expect(after('a:41', 'b:1', 'b:2')).toEqual({ seen: 3, holes: 0, doubles: 0 });
  expect(after('a:41', 'b:3')).toEqual({ seen: 2, holes: 2, doubles: 0 });
});
