import { describe, expect, test } from 'vitest';
import { answersIn, queryOf } from '../../decision/address.ts';
import { cases } from '../../decision/cases.ts';
import { type Choice, choices } from '../../decision/choices.ts';
import { recommend } from '../../decision/guide.ts';
import { measurements } from '../../decision/measurements.ts';
import { type Answers, answersTo, questionNames, usualAnswers } from '../../decision/questions.ts';
import { remarks } from '../../decision/remarks.ts';
import { rules } from '../../decision/rules.ts';
import { pages } from '../../site/pages.ts';

/** Every way in which a person can answer. */
const all = questionNames.reduce<readonly Answers[]>(
  (answered, question) =>
    answered.flatMap((answers) => answersTo(question).map((answer) => ({ ...answers, [question]: answer }))),
  [usualAnswers],
);

const recommendations = all.map((answers) => ({ answers, ...recommend(answers) }));

function choicesFor(direction: Answers['direction']): Set<Choice> {
  return new Set(recommendations.filter(({ answers }) => answers.direction === direction).map(({ choice }) => choice));
}

describe('the guide', () => {
  test('has one recommendation with a reason for whatever a person answers', () => {
    expect(all.length).toBe(questionNames.reduce((product, question) => product * answersTo(question).length, 1));
    for (const { reasons } of recommendations) expect(reasons[0]?.text).toMatch(/\.$/);
  });

  test('has a measurement for each recommendation, apart from Web Push, whose service is not ours to measure', () => {
    const unmeasured = recommendations.filter(({ reasons }) => reasons.every(({ measured }) => measured === undefined));
    expect(unmeasured.filter(({ choice }) => choice !== 'push')).toEqual([]);
  });

  test('comes to each of its choices by some answers', () => {
    expect(new Set(recommendations.map(({ choice }) => choice))).toEqual(new Set(Object.keys(choices)));
  });

  test('has no rule that never decides, and no remark that is never made', () => {
    const said = new Set(recommendations.flatMap(({ reasons }) => reasons.map(({ text }) => text)));
    expect(
      [...rules.map(({ because }) => because), ...remarks.map(({ says }) => says)].filter((text) => !said.has(text)),
    ).toEqual([]);
  });

  test('gives no reason twice', () => {
    for (const { reasons } of recommendations)
      expect(new Set(reasons.map(({ text }) => text)).size).toBe(reasons.length);
  });

  test('links to pages that there are', () => {
    const paths = new Set(pages.map(({ path }) => path));
    for (const { path } of Object.values(measurements)) expect(paths).toContain(path.replace(/#.*/, ''));
  });

  test.for<[string, Choice]>([
    ['Notifications', 'sse'],
    ['A dashboard', 'sse'],
    ['Stock prices', 'sse'],
    ["An AI's answer, token by token", 'sse-post'],
    ['Chat without typing indicators', 'sse-post'],
    ['Chat with typing indicators', 'websocket'],
    ['A collaborative editor', 'websocket'],
    ['A multiplayer game', 'websocket'],
    ['A fast multiplayer game', 'webrtc'],
    ['Voice and video calls', 'webrtc'],
    ['Raw samples of a sensor', 'websocket'],
    ['The weather', 'polling'],
    ['Reminders on a closed phone', 'push'],
  ])('%s: %s', ([title, choice]) => {
    const found = cases.find((each) => each.title === title);
    expect(found && recommend(found.answers).choice).toBe(choice);
  });

  test('never leaves those who talk all the time, or by voice, with a stream of one direction', () => {
    expect(choicesFor('both')).toEqual(new Set(['webrtc', 'websocket']));
    expect(choicesFor('calls')).toEqual(new Set(['webrtc']));
  });

  test('says how to share a stream among many tabs over HTTP/1.1', () => {
    const { reasons } = recommend({ ...usualAnswers, tabs: 'many', infrastructure: 'http1' });
    expect(reasons).toContainEqual({ text: expect.stringContaining('share: true'), measured: 'connectionLimit' });
  });

  test('finds in an address the answers that were put there, and the usual ones for what it does not know', () => {
    for (const answers of all) expect(answersIn(new URLSearchParams(queryOf(answers)))).toEqual(answers);
    expect(answersIn(new URLSearchParams('direction=sideways&latency=minute&latency=frame&who=me'))).toEqual({
      ...usualAnswers,
      latency: 'minute',
    });
  });
});
