import { Card } from '../../site/parts/card.tsx';

export default function Notifications() {
  return <Card title="Live notifications">It is not there yet.</Card>;
}
