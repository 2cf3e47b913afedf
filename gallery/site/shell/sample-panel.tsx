import { Suspense, use, useId } from 'react';
import type { SourceAbout } from '../page-about.ts';
import { Code } from '../parts/code.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { textOf } from './source-text.ts';
import styles from './sample-panel.module.css';

/** The few lines that make a use case, complete and ready to paste. */
export function SamplePanel({ sample }: { readonly sample: readonly SourceAbout[] }) {
  const id = useId();
  return (
    <section className={styles['panel']} aria-labelledby={id}>
      <h2 id={id}>The lines that make it</h2>
      <div className={styles['files']}>
        {sample.map((source) => (
          <Suspense key={source.file} fallback={<p>Loading …</p>}>
            <SampleFile source={source} />
          </Suspense>
        ))}
      </div>
    </section>
  );
}

function SampleFile({ source }: { readonly source: SourceAbout }) {
  const text = use(textOf(source));
  return (
    <div className={styles['file']}>
      <header>
        <h3>{source.label}</h3>
        <CopyButton text={text} label={source.label} />
      </header>
      <Code text={text} label={source.file} />
    </div>
  );
}
