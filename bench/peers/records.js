// Writes votes as JSON lines: the same ones for every peer, out of a seed.
//
//   node records.js COUNT SEED > votes.jsonl
//
// About 192 bytes each, forty to a decision. Words are made up and used as often as words of a language are, so that
// nothing packs better than real answers would.

const VOCABULARY = 4500
const BEGINNINGS = ['b', 'br', 'c', 'ch', 'd', 'f', 'g', 'gr', 'h', 'j', 'l', 'm', 'n', 'p', 'pl', 'qu', 'r', 's',
  'st', 't', 'tr', 'v', '']
const MIDDLES = ['a', 'e', 'i', 'o', 'u', 'ou', 'ai', 'ea', 'é', 'io']
const ENDS = ['', '', '', 'n', 'r', 's', 't', 'l', 'nt', 'rs']
const MEMBERS = 500
const FOUNDED = 1488326400000
const TEN_YEARS = 3652 * 86400000

/** sfc32: small, fast, and the same in every engine. */
function generator (seed) {
  let [a, b, c, d] = [seed, 0x9e3779b9, 0x243f6a88, 1]
  const next = () => {
    const sum = (a + b + d++) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum | 0
    return sum >>> 0
  }
  for (let round = 0; round < 16; round++) next()
  return next
}

export function * votes (count, seed) {
  const next = generator(seed)
  const below = many => Math.floor(next() / 4294967296 * many)
  const pick = list => list[below(list.length)]
  const words = []
  const weights = []
  let sum = 0
  for (let rank = 0; rank < VOCABULARY; rank++) {
    // Frequent words are short.
    const syllables = 1 + (rank > 40) + (rank > 600) + below(2)
    words.push(Array.from({ length: syllables }, () => pick(BEGINNINGS) + pick(MIDDLES) + pick(ENDS)).join(''))
    sum += Math.pow(rank + 2.7, -1.05)
    weights.push(sum)
  }
  const word = () => {
    const at = next() / 4294967296 * sum
    let [low, high] = [0, VOCABULARY - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if (weights[middle] < at) low = middle + 1
      else high = middle
    }
    return words[low]
  }
  const hex = () => next().toString(16).padStart(8, '0')
  for (let place = 0; place < count; place++) {
    const reason = Array.from({ length: 6 + below(7) }, word).join(' ')
    // Few write much, many write little.
    const member = Math.floor(Math.exp(Math.log(MEMBERS + 1) * next() / 4294967296)) - 1
    yield {
      id: hex() + hex(),
      decision: Math.floor(place / 40),
      member: `m${String(member).padStart(4, '0')}`,
      position: pick(['for', 'for', 'for', 'against', 'aside']),
      at: FOUNDED + Math.floor(TEN_YEARS * place / count),
      reason: reason[0].toUpperCase() + reason.slice(1) + '.'
    }
  }
}

if (process.argv[1] === import.meta.filename) {
  const [count, seed] = process.argv.slice(2).map(Number)
  let lines = []
  for (const vote of votes(count, seed)) {
    lines.push(JSON.stringify(vote) + '\n')
    if (lines.length === 4096) {
      process.stdout.write(lines.join(''))
      lines = []
    }
  }
  process.stdout.write(lines.join(''))
}
