/** What was asked for cannot be made; the message says why and what to do. Nothing has been written. */
export class CreateError extends Error {
  override readonly name = "CreateError";
}
