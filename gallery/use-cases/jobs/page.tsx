import { Card } from '../../site/parts/card.tsx';

export default function Jobs() {
  return <Card title="Build and job progress">It is not there yet.</Card>;
}
