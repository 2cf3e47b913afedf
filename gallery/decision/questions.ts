/** What the guide asks. The first answer of each question is what most pages would say. */
export const questions = {
  direction: {
    name: 'Direction',
    asks: 'Who has something to say?',
    answers: {
      server: { label: 'The server', hint: 'pages listen' },
      replies: { label: 'The server, and pages now and then', hint: 'a form, a message, a press of a button' },
      both: { label: 'Both, all the time', hint: 'keystrokes, cursors, moves of a game' },
      calls: { label: 'People, by voice or camera', hint: 'calls and conferences' },
    },
  },
  latency: {
    name: 'Latency',
    asks: 'How old may news be?',
    answers: {
      second: { label: 'Less than a second', hint: 'people wait for it, or watch it' },
      minute: { label: 'A minute, or more', hint: 'weather, opening hours, a daily figure' },
      frame: { label: 'A few frames of a screen', hint: 'what hands do must be seen at once' },
    },
  },
  loss: {
    name: 'Loss',
    asks: 'What if some of it is lost on the way?',
    answers: {
      nothing: { label: 'Nothing may be missing', hint: 'messages, orders, log lines' },
      newest: { label: 'Only the newest counts', hint: 'a price, a score, a level' },
      late: { label: 'What is late is worthless', hint: 'positions in a fast game' },
    },
  },
  binary: {
    name: 'Binary',
    asks: 'Text or bytes?',
    answers: {
      text: { label: 'Text', hint: 'JSON counts as text' },
      pieces: { label: 'Small pieces of bytes', hint: 'a thumbnail, a packed reading' },
      files: { label: 'Whole files', hint: 'pictures, documents, exports' },
      flow: { label: 'A flow of bytes without end', hint: 'samples of a sensor, frames of a screen' },
    },
  },
  rate: {
    name: 'Rate',
    asks: 'How much of it is there for one page?',
    answers: {
      some: { label: 'Up to some tens a second', hint: 'as much as people can follow' },
      rare: { label: 'Something now and then', hint: 'minutes or hours without any' },
      flood: { label: 'Hundreds a second, or more', hint: 'a market, a fleet' },
    },
  },
  tabs: {
    name: 'Tabs',
    asks: 'How many tabs does one person have open?',
    answers: {
      few: { label: 'One, or a few', hint: '' },
      many: { label: 'Six, or more', hint: 'a tool that people live in' },
    },
  },
  infrastructure: {
    name: 'Infrastructure',
    asks: 'What lies between server and page?',
    answers: {
      http2: { label: 'HTTP/2 or HTTP/3', hint: 'as with most hosts that have TLS' },
      http1: { label: 'HTTP/1.1 alone', hint: 'an old proxy, or plain HTTP' },
      proxies: { label: "Other people's proxies", hint: 'they may hold answers back, or refuse what they do not know' },
      functions: { label: 'Functions that soon end', hint: 'no process of ours stays' },
    },
  },
  reach: {
    name: 'Reach',
    asks: 'Must it reach people who have no page open?',
    answers: {
      open: { label: 'No, only open pages', hint: '' },
      closed: { label: 'Yes, also when all is closed', hint: 'a note on the lock screen' },
    },
  },
} as const;

export type Question = keyof typeof questions;

export type AnswerTo<Name extends Question> = keyof (typeof questions)[Name]['answers'] & string;

/** One answer to each question. */
export type Answers = { readonly [Name in Question]: AnswerTo<Name> };

/** The questions in their order. */
export const questionNames = Object.keys(questions) as readonly Question[];

/** The answers to a question, in their order. */
export function answersTo<Name extends Question>(question: Name): readonly AnswerTo<Name>[] {
  return Object.keys(questions[question].answers) as AnswerTo<Name>[];
}

/** How an answer reads. */
export function wordsOf(question: Question, answer: string): { readonly label: string; readonly hint: string } {
  const answers: Readonly<Record<string, { readonly label: string; readonly hint: string }>> =
    questions[question].answers;
  return answers[answer] ?? { label: answer, hint: '' };
}

/** What most pages would say. */
export const usualAnswers = Object.fromEntries(
  questionNames.map((question) => [question, answersTo(question)[0]]),
) as unknown as Answers;
