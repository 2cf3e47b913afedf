import { useLatest } from 'spillway/react';

/** The newest price of each symbol. */
export default function Prices() {
  const { latest } = useLatest('/events', {
    topics: ['prices/*'],
    events: { message: Number },
    by: 'topic',
  });
  return (
    <table>
      <tbody>
        {Array.from(latest, ([topic, { data }]) => (
          <tr key={topic}>
            <th>{topic.replace('prices/', '')}</th>
            <td>{data.toFixed(2)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
