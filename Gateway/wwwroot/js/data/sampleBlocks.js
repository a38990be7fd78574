const BLOCK = 200;
const KEPT = 80;

/**
 * A long list of samples of which only what is looked at is loaded, in blocks; the blocks seen last are kept.
 *
 * Events: "loaded" when a block has come, "failed" (a CustomEvent, its detail the error) when one has not.
 */
export class SampleBlocks extends EventTarget {
  #load;
  #size;
  #kept;
  #blocks = new Map();
  #underWay = new Map();

  /**
   * @param {(first: number, length: number, signal: AbortSignal) => Promise<object[]>} load
   * @param {{size?: number, kept?: number}} [limits] samples in a block, blocks that are kept
   */
  constructor(load, { size = BLOCK, kept = KEPT } = {}) {
    super();
    this.#load = load;
    this.#size = size;
    this.#kept = kept;
  }

  /** The sample at an index, or undefined while it is not here. */
  get(index) {
    return this.#blocks.get(this.#blockOf(index))?.[index % this.#size];
  }

  /** Loads what is missing from first to last and gives up what was wanted before and is not wanted any more. */
  want(first, last) {
    const wanted = this.#blocksOf(first, last);
    for (const [block, { controller, isNeeded }] of this.#underWay) {
      if (!isNeeded && !wanted.includes(block)) {
        controller.abort();
        this.#underWay.delete(block);
      }
    }

    for (const block of wanted) {
      this.#touch(block);
      this.#fetch(block, false).catch(() => {});
    }
  }

  /** Loads everything from first to last, whatever is looked at meanwhile. @returns {Promise<object[]>} */
  async take(first, last) {
    const blocks = await Promise.all(this.#blocksOf(first, last).map((block) => this.#fetch(block, true)));
    const start = this.#blockOf(first) * this.#size;
    return blocks.flat().slice(first - start, last + 1 - start);
  }

  /** Gives up whatever is under way. */
  stop() {
    this.#underWay.forEach(({ controller }) => controller.abort());
    this.#underWay.clear();
  }

  #fetch(block, isNeeded) {
    if (this.#blocks.has(block)) {
      return Promise.resolve(this.#blocks.get(block));
    }

    const known = this.#underWay.get(block);
    if (known) {
      known.isNeeded ||= isNeeded;
      return known.promise;
    }

    const controller = new AbortController();
    const promise = this.#store(block, controller);
    this.#underWay.set(block, { controller, promise, isNeeded });
    return promise;
  }

  async #store(block, { signal }) {
    try {
      const samples = await this.#load(block * this.#size, this.#size, signal);
      signal.throwIfAborted();
      this.#underWay.delete(block);
      this.#blocks.set(block, samples);
      this.#forget();
      this.dispatchEvent(new Event('loaded'));
      return samples;
    } catch (error) {
      if (!signal.aborted) {
        this.#underWay.delete(block);
        this.dispatchEvent(new CustomEvent('failed', { detail: error }));
      }

      throw error;
    }
  }

  /** What was looked at last comes last. */
  #touch(block) {
    const samples = this.#blocks.get(block);
    if (samples) {
      this.#blocks.delete(block);
      this.#blocks.set(block, samples);
    }
  }

  #forget() {
    while (this.#blocks.size > this.#kept) {
      this.#blocks.delete(this.#blocks.keys().next().value);
    }
  }

  #blockOf(index) {
    return Math.floor(index / this.#size);
  }

  #blocksOf(first, last) {
    const from = this.#blockOf(first);
    return last < first ? [] : Array.from({ length: this.#blockOf(last) - from + 1 }, (_, at) => from + at);
  }
}
