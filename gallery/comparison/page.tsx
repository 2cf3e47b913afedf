import { Card } from '../site/parts/card.tsx';

export default function Comparison() {
  return <Card title="The comparison, measured">It is not there yet.</Card>;
}
