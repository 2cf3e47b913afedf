import { Card } from '../../site/parts/card.tsx';

export default function Bytes() {
  return <Card title="Binary data">It is not there yet.</Card>;
}
