import { type Room, rooms } from './message.ts';
import styles from './chat.module.css';

export function RoomChoice({ room, onChoose }: { readonly room: Room; readonly onChoose: (room: Room) => void }) {
  return (
    <div role="group" aria-label="Room" className={styles['rooms']}>
      {rooms.map((each) => (
        <button key={each} type="button" aria-pressed={each === room} onClick={() => onChoose(each)}>
          {each}
        </button>
      ))}
    </div>
  );
}
