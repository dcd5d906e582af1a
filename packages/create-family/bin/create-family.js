#!/usr/bin/env node
import { main } from "@blockzoo/create-family";

process.exitCode = await main(process.argv.slice(2));
