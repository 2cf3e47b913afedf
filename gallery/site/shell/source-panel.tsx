import { use, useId, useState, Suspense, useTransition } from 'react';
import type { SourceAbout } from '../page-about.ts';
import { Code } from '../parts/code.tsx';
import styles from './source-panel.module.css';

/** The sources of a page, one at a time. They are loaded when they are looked at. */
export function SourcePanel({ sources }: { readonly sources: readonly SourceAbout[] }) {
  const id = useId();
  const [chosen, choose] = useState(0);
  const [isPending, startTransition] = useTransition();
  const source = sources[chosen];
  if (source === undefined) return null;
  return (
    <section className={styles['panel']} aria-labelledby={id}>
      <div className={styles['head']}>
        <h2 id={id}>The lines that make it</h2>
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

const texts = new Map<SourceAbout, Promise<string>>();

function textOf(source: SourceAbout): Promise<string> {
  let text = texts.get(source);
  if (text === undefined) {
    text = source.load().then((module) => module.default);
    texts.set(source, text);
  }
  return text;
}
