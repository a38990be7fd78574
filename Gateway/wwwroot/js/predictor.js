const SHORTEST_WAIT = 120;

/**
 * Decides when a drawing is sent to be read. While it changes, at most one request is under way and they are spaced
 * out; when it has settled, the answer to the final state is asked for at once and everything older is dropped.
 *
 * Events: "answer" and "failure", a CustomEvent each, with {settled, answer} or {settled, error} as detail.
 */
export class Predictor extends EventTarget {
  #predict;
  #clock;
  #generation = 0;
  #underWay = null;
  #timer = null;
  #changed = false;
  #sentAt = -Infinity;

  /**
   * @param {(signal: AbortSignal) => Promise<object>} predict asks about the drawing as it is now
   * @param {{now: () => number, setTimeout: Function, clearTimeout: Function}} [clock]
   */
  constructor(predict, clock = { now: () => performance.now(), setTimeout: (f, ms) => setTimeout(f, ms), clearTimeout: (t) => clearTimeout(t) }) {
    super();
    this.#predict = predict;
    this.#clock = clock;
  }

  /** The drawing has changed and may go on changing. */
  change() {
    this.#changed = true;
    this.#sendWhenDue();
  }

  /** The drawing is complete for now. */
  settle() {
    this.drop();
    this.#send(true);
  }

  /** Forgets what is under way; no event follows. */
  drop() {
    this.#generation += 1;
    this.#changed = false;
    this.#underWay?.abort();
    this.#underWay = null;
    this.#clock.clearTimeout(this.#timer);
    this.#timer = null;
  }

  #sendWhenDue() {
    if (!this.#changed || this.#underWay || this.#timer !== null) {
      return;
    }

    const wait = Math.max(0, this.#sentAt + SHORTEST_WAIT - this.#clock.now());
    this.#timer = this.#clock.setTimeout(() => {
      this.#timer = null;
      this.#send(false);
    }, wait);
  }

  async #send(settled) {
    const generation = this.#generation;
    const controller = new AbortController();
    this.#underWay = controller;
    this.#changed = false;
    this.#sentAt = this.#clock.now();
    let outcome;
    try {
      outcome = ['answer', { settled, answer: await this.#predict(controller.signal) }];
    } catch (error) {
      outcome = ['failure', { settled, error }];
    }

    if (generation !== this.#generation) {
      return;
    }

    this.#underWay = null;
    this.dispatchEvent(new CustomEvent(outcome[0], { detail: outcome[1] }));
    this.#sendWhenDue();
  }
}
