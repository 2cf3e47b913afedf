import { use, useId, useState, Suspense, useTransition } from 'react';
import type { SourceAbout } from '../page-about.ts';
import { Code } from '../parts/code.tsx';
import { textOf } from './source-text.ts';
import styles from './source-panel.module.css';

/** The sources of a page, one at a time. Each is loaded when it is first shown. */
export function SourcePanel({ sources, title }: { readonly sources: readonly SourceAbout[]; readonly title: string }) {
  const id = useId();
  const [chosen, choose] = useState(0);
  const [isPending, startTransition] = useTransition();
  const source = sources[chosen];
  if (source === undefined) return null;
  return (
    <section className={styles['panel']} aria-labelledby={id}>
      <div className={styles['head']}>
        <h2 id={id}>{title}</h2>
        <div role="group" aria-labelledby={id} className="row">
          {sources.map(({ label, file }, index) => (
            <button
              key={file}
              type="button"
              aria-pressed={index === chosen}
              onClick={() => startTransition(() => choose(index))}
            >
              {label}
            </button>
          ))}
        </div>
      </div>
      <p className={styles['file']}>
        <code>{source.file}</code>
      </p>
      <Suspense fallback={<p className={styles['file']}>Loading …</p>}>
        <Source source={source} isPending={isPending} />
      </Suspense>
    </section>
  );
}

function Source({ source, isPending }: { readonly source: SourceAbout; readonly isPending: boolean }) {
  return <Code text={use(textOf(source))} label={source.file} isBusy={isPending} />;
}
