/** Whole numbers missing within a run, and those that come twice. */
export function gapsIn(numbers: readonly number[]): { missing: number[]; repeated: number[] } {
  const present = new Set(numbers)
  const missing: number[] = []
  for (let number = Math.min(1, ...numbers); number < Math.max(...numbers); number++)
    if (!present.has(number) && number > 0) missing.push(number)
  const repeated = [...Map.groupBy(numbers, (number) => number)].filter(([, each]) => each.length > 1).map(([number]) => number)
  return { missing, repeated }
}
