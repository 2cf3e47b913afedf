import { Card } from '../site/parts/card.tsx';

export default function Decision() {
  return <Card title="The decision guide">It is not there yet.</Card>;
}
