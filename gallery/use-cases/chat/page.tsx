import { useState } from 'react';
import { useEvents } from 'spillway/react';
import { Card } from '../../site/parts/card.tsx';
import { ConnectionBadge } from '../../site/parts/connection-badge.tsx';
import { Compose } from './compose.tsx';
import { CostPanel } from './cost-panel.tsx';
import { type Room, rooms, saidSchema } from './message.ts';
import { MessageList } from './message-list.tsx';
import { useName } from './name.ts';
import { useOutbox } from './outbox.ts';
import { RoomChoice } from './room-choice.tsx';

export default function Chat() {
  const [room, setRoom] = useState<Room>(rooms[0]);
  const [name, setName] = useName();

  // What was said before, then what is said from now on: one stream, and no seam in between.
  const { events, state } = useEvents('/events', {
    topics: [`chat/${room}`],
    events: { said: saidSchema },
    since: 'earliest',
    keep: 200,
    share: true,
  });
  const said = events.map(({ lastEventId: id, data }) => ({ id, ...data }));

  // The other way is an ordinary POST.
  const { outgoing, send, sendAgain } = useOutbox((id) => said.some((message) => message.id === id));

  return (
    <div className="columns">
      <Card title="A room to talk in" aside={<ConnectionBadge state={state} />}>
        <RoomChoice room={room} onChoose={setRoom} />
        <MessageList
          said={said}
          outgoing={outgoing.filter((message) => message.room === room)}
          name={name}
          onSendAgain={sendAgain}
        />
        <Compose name={name} onName={setName} onSend={(text) => send({ room, name, text })} />
        <p className="faint">
          Open this page in a second tab and talk to yourself. Kill the server by the button in the menu while you do:
          nothing that was said gets lost, and what could not be sent can be sent again.
        </p>
      </Card>
      <CostPanel room={room} />
    </div>
  );
}
