import { seededRandom } from '../seeded-random.ts';

/** How long the sample is: 8 MB, which take the highest levels half a minute and more. */
export const sampleBytes = 8_000_000;

export const sampleName = 'shop-access.log';

const chunkBytes = 64 * 1024;

/**
 * A web shop's access log, made up and always the same: Zipf's law for what is looked at, office hours for when, a few
 * robots, and errors that come in bursts.
 */
export function* sampleLog(bytes = sampleBytes): Generator<Buffer> {
  const lines = logLines();
  let left = bytes;
  while (left > 0) {
    let text = '';
    while (text.length < chunkBytes) text += lines.next().value;
    const chunk = Buffer.from(text).subarray(0, left);
    left -= chunk.length;
    yield chunk;
  }
}

const products = [
  'rye-bread', 'flat-white', 'lemon-cake', 'cheese-bagel', 'oat-milk', 'espresso-beans', 'sourdough', 'cinnamon-roll',
  'green-tea', 'honey', 'plum-jam', 'walnuts', 'goat-cheese', 'olives', 'tomatoes', 'apple-juice',
]; // prettier-ignore
const agents = [
  'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (compatible; ExampleBot/2.1; +https://example.com/bot)',
];

function* logLines(): Generator<string, never> {
  const { next: random } = seededRandom(sampleName);
  const below = (limit: number) => Math.floor(random() * limit);
  let time = Date.UTC(2026, 0, 5, 6);
  let errorsLeft = 0;
  for (;;) {
    time += Math.ceil(-Math.log(1 - random()) * 900);
    if (errorsLeft > 0) errorsLeft -= 1;
    else if (random() < 0.0005) errorsLeft = 20 + below(60);
    const product =
      products[Math.min(products.length - 1, Math.floor(1 / (random() + 0.06)) - 1 + below(3))] ?? 'honey';
    const path =
      random() < 0.2 ? `/api/orders/${100_000 + below(900_000)}` : `/products/${product}?page=${1 + below(9)}`;
    const status = errorsLeft > 0 ? 503 : random() < 0.02 ? 404 : 200;
    const bytes = status === 200 ? 800 + below(42_000) : 162;
    const client = `10.${below(16)}.${below(256)}.${1 + below(254)}`;
    const when = new Date(time).toISOString();
    const ms = status === 503 ? 3000 + below(200) : Math.ceil(4 - Math.log(1 - random()) * 18);
    const agent = agents[below(agents.length)] ?? '';
    yield `${client} - - [${when}] "GET ${path} HTTP/1.1" ${status} ${bytes} "https://shop.example/${product}" "${agent}" ${ms}ms\n`;
  }
}
