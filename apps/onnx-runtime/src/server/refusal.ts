/** What is told to the client: an HTTP status and a sentence. */
export class Refusal extends Error {
  constructor(
    readonly status: 400 | 404 | 405 | 413 | 415,
    message: string,
  ) {
    super(message);
  }
}
