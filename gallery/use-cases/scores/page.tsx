import { Card } from '../../site/parts/card.tsx';

export default function Scores() {
  return <Card title="Sports scores">It is not there yet.</Card>;
}
