import styles from './overview-table.module.css';
import { overview, overviewHead } from './overview.ts';

/** The short answer of the guide, as a plain table. */
export function OverviewTable() {
  return (
    <table className={styles['table']}>
      <caption className={styles['caption']}>The short answer</caption>
      <thead>
        <tr>
          {overviewHead.map((title) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {overview.map(({ builds, choose, because }) => (
          <tr key={choose}>
            <td>{builds.join(', ')}</td>
            <th scope="row">{choose}</th>
            <td>{because}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
