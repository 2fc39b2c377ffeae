import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'

/** Bytes at which the space for new objects is large enough. */
const enough = 8 << 20
/** Looks left out between two: one costs as much as reading ten lines. */
const leftOut = 16

/**
 * Keeps the space for new objects small. V8 doubles it while much survives, up to 128 MiB and more,
 * which makes nothing faster here. The size cannot be set in a running process, but growing can be
 * stopped; a flag at the start of the process would need a shebang line that not every system reads.
 */
export class YoungSpace {
  #isStopped = false
  #looks = 0

  /** Called every now and then: stops growing once the space is large enough. */
  look(): void {
    if (this.#isStopped || this.#looks++ % leftOut !== 0) return
    const young = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')
    if (young === undefined || young.space_size < enough) return
    this.#isStopped = true
    setFlagsFromString('--semi-space-growth-factor=1')
    // What is old is collected before it has grown by half: a third less memory for no more time.
    setFlagsFromString('--heap-growing-percent=30')
  }
}
