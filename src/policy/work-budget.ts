/**
 * Work that may be done for one answer, counted in steps (one comparison of a rule with a request, one name looked up), so that
 * whatever somebody sends is answered in bounded time and the same input always gives the same answer.
 */
export class WorkBudget {
  private left: number;

  constructor(steps: number) {
    this.left = steps;
  }

  /** Takes steps; false once there are none left. */
  spend(steps: number): boolean {
    this.left -= steps;
    return this.left >= 0;
  }

  get isSpent(): boolean {
    return this.left < 0;
  }
}
