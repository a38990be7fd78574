/** Does one thing after another, in the order in which they were given; what fails does not hold up what follows. */
export class SendQueue {
  #last = Promise.resolve();

  /** How many things are not done yet. */
  waiting = 0;

  /** @template T @param {() => Promise<T>} action @returns {Promise<T>} */
  add(action) {
    this.waiting += 1;
    const done = this.#last.then(action);
    this.#last = done.catch(() => {}).finally(() => { this.waiting -= 1; });
    return done;
  }
}
