import { Card } from '../../site/parts/card.tsx';

export default function News() {
  return <Card title="News feed">It is not there yet.</Card>;
}
