/** How many times more there is room for when room runs out. */
const factor = 8
/** More than these are made room for at once. */
const many = 32_768

/**
 * The next number of places when there are `capacity`: few steps, so that little is freed on the way and
 * left unused. Large arrays of zeros take memory only where they are written.
 * @param most never more than so many, as long as `capacity` has not reached it
 */
export function grown(capacity: number, most: number): number {
  const next = factor * capacity
  if (capacity >= most) return capacity + (capacity >> 1)
  return next >= many ? most : Math.min(next, most)
}
