import { Card } from '../../site/parts/card.tsx';

export default function Chat() {
  return <Card title="Chat">It is not there yet.</Card>;
}
