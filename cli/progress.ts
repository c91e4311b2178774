/** Seconds between two lines where no line can be written over, as in a log of CI. */
const LINE_EVERY_SECONDS = 10;

/** Shows where a long command stands: in place on a terminal, else a line now and then. */
export class Progress {
  readonly #started = performance.now();
  readonly #output: NodeJS.WriteStream;
  #lastLine = 0;
  #open = false;

  constructor(output: NodeJS.WriteStream = process.stderr) {
    this.#output = output;
  }

  get seconds(): number {
    return (performance.now() - this.#started) / 1000;
  }

  show(text: string): void {
    if (this.#output.isTTY) {
      this.#output.write(`\r\u001B[K${text.slice(0, this.#output.columns - 1)}`);
      this.#open = true;
    } else if (this.seconds - this.#lastLine >= LINE_EVERY_SECONDS) {
      this.#output.write(`${text}\n`);
      this.#lastLine = this.seconds;
    }
  }

  /** Clears what stands on the terminal. */
  end(): void {
    if (this.#open) this.#output.write("\r\u001B[K");
    this.#open = false;
  }
}
