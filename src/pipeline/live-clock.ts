/** Batches after a pause whose lag is kept in mind. */
const remembered = 8

/**
 * Event time while lines are waited for: the wall clock less the lag with which lines come. Lines
 * that a server writes in bursts are up to a burst old, so the oldest of the last few bursts counts;
 * of a backlog, which is read at once, only the newest line does.
 */
export class LiveClock {
  #lags: number[] = []
  #isWaiting = false
  #hasNew = false
  #hasRead = false
  #oldest = Number.POSITIVE_INFINITY
  #newest = Number.NEGATIVE_INFINITY
  #backlog: number | undefined

  /** An event was read. */
  see(time: number): void {
    this.#hasNew = true
    if (time < this.#oldest) this.#oldest = time
    if (time > this.#newest) this.#newest = time
  }

  /** All that was there has been read. @param now wall clock, milliseconds since whenever */
  rest(now: number): void {
    if (!this.#hasNew) return
    if (this.#isWaiting) this.#lags = [...this.#lags, now - this.#oldest].slice(-remembered)
    else this.#backlog = now - this.#newest
    this.#hasNew = false
    this.#hasRead = true
    this.#isWaiting = false
    this.#oldest = Number.POSITIVE_INFINITY
  }

  /**
   * Asked at regular intervals.
   * @returns what the event time is now; undefined before the first event, and when something came since it was last asked
   */
  wait(now: number): number | undefined {
    if (this.#hasRead) {
      this.#hasRead = false
      return undefined
    }
    if (this.#backlog === undefined) return undefined
    this.#isWaiting = true
    return now - (this.#lags.length > 0 ? Math.max(...this.#lags) : this.#backlog)
  }
}
