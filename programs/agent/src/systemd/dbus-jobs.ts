/**
 * Waiting for systemd's jobs: a call that queues one returns its path, and the
 * signal JobRemoved tells how it ended. The signal may be read before the reply
 * is, so results are kept for as long as a call is under way. Calls that ask for
 * the same are given the same job.
 */

import { UnitsError } from "./units.ts";

interface Waiter {
  readonly job: string;
  readonly unit: string;
  readonly resolve: (result: string) => void;
  readonly reject: (error: UnitsError) => void;
}

export class Jobs {
  readonly #waiting = new Set<Waiter>();
  readonly #early = new Map<string, string>();
  #calls = 0;

  /**
   * Queues a job and waits for its end.
   * @param queue makes the call and returns the path of the job
   * @throws UnitsError `job-failed` unless the result is `done`, `timeout` after `timeoutMs`
   */
  async run(
    unit: string,
    queue: () => Promise<string>,
    timeoutMs: number,
  ): Promise<void> {
    const result = await (await this.#queue(unit, queue, timeoutMs)).ended;
    if (result !== "done") throw failed(unit, result);
  }

  /** A job has ended, whoever asked for it. */
  removed(job: string, result: string): void {
    if (this.#calls > 0) this.#early.set(job, result);
    for (const waiter of this.#waiting) {
      if (waiter.job === job) waiter.resolve(result);
    }
  }

  /** Nobody will tell of the jobs any more. */
  abandon(reason: string): void {
    for (const { unit, reject } of this.#waiting) {
      reject(new UnitsError("unavailable", unit, reason));
    }
  }

  async #queue(
    unit: string,
    queue: () => Promise<string>,
    timeoutMs: number,
  ): Promise<{ readonly ended: string | Promise<string> }> {
    this.#calls += 1;
    try {
      const job = await queue();
      return {
        ended: this.#early.get(job) ?? this.#wait(job, unit, timeoutMs),
      };
    } finally {
      this.#calls -= 1;
      if (this.#calls === 0) this.#early.clear();
    }
  }

  #wait(job: string, unit: string, timeoutMs: number): Promise<string> {
    return new Promise<string>((resolve, reject) => {
      const settle = <T>(end: (value: T) => void) => {
        return (value: T) => {
          clearTimeout(timer);
          this.#waiting.delete(waiter);
          end(value);
        };
      };
      const waiter = {
        job,
        unit,
        resolve: settle(resolve),
        reject: settle(reject),
      };
      const timer = setTimeout(
        () => waiter.reject(late(unit, timeoutMs)),
        timeoutMs,
      );
      this.#waiting.add(waiter);
    });
  }
}

function failed(unit: string, result: string): UnitsError {
  const text = `the job for ${unit} ended with the result ${result}`;
  return new UnitsError("job-failed", unit, text, { result });
}

function late(unit: string, timeoutMs: number): UnitsError {
  const text = `the job for ${unit} did not end in ${timeoutMs} ms`;
  return new UnitsError("timeout", unit, text);
}
