import { seededRandom } from '../seeded-random.ts';
import type { Match, Sport } from './match.ts';

// Every club and every player is invented.

interface Rules {
  readonly periods: number;
  readonly minutesPerPeriod: number;
  readonly breakMinutes: number;
  /** Of both teams together. */
  readonly goalsPerMinute: number;
  readonly cardsPerMinute: number;
}

export const rules: Readonly<Record<Sport, Rules>> = {
  football: { periods: 2, minutesPerPeriod: 45, breakMinutes: 5, goalsPerMinute: 0.034, cardsPerMinute: 0.03 },
  hockey: { periods: 3, minutesPerPeriod: 20, breakMinutes: 4, goalsPerMinute: 0.1, cardsPerMinute: 0.05 },
};

/** Where matches are played, one after the other, who is at home there, and who comes to play. */
export const grounds = [
  {
    sport: 'football',
    ground: 'harbour',
    home: 'Harbour United',
    visitors: ['Kestrel City', 'Saltmarsh Albion', 'Tamarack 09'],
  },
  {
    sport: 'hockey',
    ground: 'glacier',
    home: 'Glacier Foxes',
    visitors: ['Snowline Owls', 'Iron Lake', 'Frost Giants'],
  },
  {
    sport: 'football',
    ground: 'mill-lane',
    home: 'Mill Lane Rovers',
    visitors: ['Quarry Wanderers', 'Bellwether FC', 'Ferry Road'],
  },
  {
    sport: 'football',
    ground: 'orchard',
    home: 'Orchard Town',
    visitors: ['Sandstone County', 'Weir Bridge', 'Old Tannery'],
  },
  {
    sport: 'hockey',
    ground: 'northern-lights',
    home: 'Northern Lights',
    visitors: ['Polar Wolves', 'Birch Bay Bears', 'Timberline'],
  },
  {
    sport: 'football',
    ground: 'lighthouse',
    home: 'Lighthouse Athletic',
    visitors: ['Copper Hill', 'Marlow Green', 'Seven Springs'],
  },
] as const satisfies readonly Ground[];

interface Ground extends Pick<Match, 'sport' | 'ground'> {
  readonly home: string;
  readonly visitors: readonly string[];
}

const initials = wordsOf('A B D E F G H J K L M N P R S T V');
const surnames = wordsOf(
  'Brandt Okoro Salo Varga Moreau Haddad Lindqvist Petrov Amadi Novak Sato Doyle Costa Berg Mensah',
);
const squadSize = 9;

/** The players of a club, always the same ones. */
export function squadOf(club: string): readonly string[] {
  const { pick } = seededRandom(club);
  return Array.from({ length: squadSize }, () => `${pick(initials)}. ${pick(surnames)}`);
}

function wordsOf(text: string): readonly string[] {
  return text.split(' ');
}
