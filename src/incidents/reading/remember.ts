// Dates, times and words repeat down a file; a file in which they do not must not fill the memory.
const KEPT = 50_000

/** The same function, asked once for each key. */
export function remember<Key, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>()
  return (key) => {
    let value = known.get(key)
    if (value === undefined) {
      if (known.size >= KEPT) known.clear()
      known.set(key, (value = make(key)))
    }
    return value
  }
}
