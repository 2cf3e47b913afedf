/** The command that publishes to a topic, as a person would type it into a shell. */
export function curlCommand(url: string, topic: string, data: string): string {
  // What a form would take for its own signs has to be encoded; curl does that, but not with a plain -d.
  const option = /[&+%]/.test(data) ? '--data-urlencode' : '-d';
  return `curl ${url} -d topic=${topic} ${option} ${quoted(`data=${data}`)}`;
}

/** As one word of a shell's line. */
function quoted(text: string): string {
  return /^[\w=/.,:-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
