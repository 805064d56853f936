/** A stream of numbers from 0 up to 1 that is the same for the same seed, on any machine. */
export type Random = () => number

/** Source: xoshiro128** by Blackman and Vigna (2018), seeded by splitmix32 steps. */
export function seededRandom(seed: number): Random {
  const state = new Uint32Array(4)
  let mixed = seed >>> 0
  for (let word = 0; word < 4; word++) {
    mixed = (mixed + 0x9e3779b9) >>> 0
    let bits = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad)
    bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97)
    state[word] = bits ^ (bits >>> 15)
  }
  return () => {
    const [a, b, c, d] = [state[0]!, state[1]!, state[2]!, state[3]!]
    const scrambled = Math.imul(b, 5)
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9)
    state[2] = c ^ a
    state[3] = d ^ b
    state[1] = b ^ state[2]!
    state[0] = a ^ state[3]!
    state[2]! ^= b << 9
    state[3] = (state[3]! << 11) | (state[3]! >>> 21)
    return (result >>> 0) / 4294967296
  }
}

/** Puts a list in random order, in place. Source: Fisher and Yates, as Durstenfeld 1964. */
export function shuffle(values: Int32Array | Float64Array, random: Random): void {
  for (let last = values.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    const kept = values[last]!
    values[last] = values[other]!
    values[other] = kept
  }
}
