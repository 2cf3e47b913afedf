import { Button } from '../../site/parts/button.tsx';

const many = 10;

async function draw(): Promise<void> {
  await fetch('/api/bytes/pictures', { method: 'POST' }).catch(() => undefined);
}

async function drawMany(): Promise<void> {
  for (let count = 0; count < many; count += 1) {
    await draw();
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

/** Has the server draw. */
export function Draw() {
  return (
    <div className="row">
      <Button look="primary" onClick={draw}>
        Draw another
      </Button>
      <Button onClick={drawMany}>A camera: {many} pictures, one a second</Button>
    </div>
  );
}
