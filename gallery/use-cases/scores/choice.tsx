import { grounds } from './fixtures.ts';
import { topicOf } from './match.ts';

const whole = [
  { pattern: 'scores/*', label: 'All' },
  { pattern: 'scores/football/*', label: 'Football' },
  { pattern: 'scores/hockey/*', label: 'Ice hockey' },
];

/** Lets a person choose what to follow: all, one sport, or one match, each of which is a pattern of topics. */
export function Choice({
  pattern,
  onChoose,
}: {
  readonly pattern: string;
  readonly onChoose: (pattern: string) => void;
}) {
  const isOne = whole.every((each) => each.pattern !== pattern);
  return (
    <div className="row">
      <div className="row" role="group" aria-label="What to follow">
        {whole.map((each) => (
          <button
            key={each.pattern}
            type="button"
            className={each.pattern === pattern ? 'primary' : ''}
            aria-pressed={each.pattern === pattern}
            onClick={() => onChoose(each.pattern)}
          >
            {each.label}
          </button>
        ))}
      </div>
      <select
        aria-label="One match"
        style={{ width: 'auto' }}
        value={isOne ? pattern : ''}
        onChange={({ target }) => onChoose(target.value || 'scores/*')}
      >
        <option value="">One match …</option>
        {grounds.map((each) => (
          <option key={each.ground} value={topicOf(each)}>
            At {each.home}
          </option>
        ))}
      </select>
    </div>
  );
}

/** Whether one of these patterns selects a topic. */
export function isSelected(topic: string, pattern: string): boolean {
  return pattern.endsWith('/*') ? topic.startsWith(pattern.slice(0, -1)) : topic === pattern;
}
