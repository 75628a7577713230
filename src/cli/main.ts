#!/usr/bin/env node
import { Lifetime } from './lifetime.js';
import { runCli } from './run-cli.js';
import { processTerminal } from './terminal.js';

const lifetime = new Lifetime();
lifetime.end(await runCli(process.argv.slice(2), processTerminal()));
