import { Card } from '../../site/parts/card.tsx';

export default function Prices() {
  return <Card title="Stock prices">It is not there yet.</Card>;
}
