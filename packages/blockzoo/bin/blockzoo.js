#!/usr/bin/env node
import { main } from "blockzoo";

// In `blockzoo list | head -1` the reader closes the pipe before all is written, which is no failure.
process.stdout.on("error", (error) => {
  if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EPIPE") throw error;
  process.exit(0);
});

process.exitCode = await main(process.argv.slice(2));
