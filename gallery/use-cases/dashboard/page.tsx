import { Card } from '../../site/parts/card.tsx';

export default function Dashboard() {
  return <Card title="Dashboard">It is not there yet.</Card>;
}
