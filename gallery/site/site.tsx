import { Suspense, lazy } from 'react';
import { Route, Switch } from 'wouter';
import { pages } from './pages.ts';
import { Home } from './home/home.tsx';
import { NotFound } from './shell/not-found.tsx';
import { Shell } from './shell/shell.tsx';
import { PageFrame } from './shell/page-frame.tsx';

const routes = pages.map((about) => ({ about, Page: lazy(about.load) }));
const Person = lazy(() => import('../use-cases/notifications/person.tsx'));

/** All pages. Each is loaded when it is first shown. */
export function Site() {
  return (
    <Switch>
      {/* One person's own page, which stands beside another's in a frame. */}
      <Route path="/people/:name">
        {({ name }) => (
          <Suspense>
            <Person name={name} />
          </Suspense>
        )}
      </Route>
      <Route>
        <Shell>
          <Switch>
            <Route path="/">
              <Home />
            </Route>
            {routes.map(({ about, Page }) => (
              <Route key={about.path} path={about.path}>
                <PageFrame about={about}>
                  <Suspense fallback={<p role="status">Loading …</p>}>
                    <Page />
                  </Suspense>
                </PageFrame>
              </Route>
            ))}
            <Route>
              <NotFound />
            </Route>
          </Switch>
        </Shell>
      </Route>
    </Switch>
  );
}
