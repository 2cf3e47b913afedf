import { Card } from '../../site/parts/card.tsx';

export default function Answers() {
  return <Card title="AI responses">It is not there yet.</Card>;
}
