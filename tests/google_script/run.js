/**
 * Runs scripts one after the other against the same Google, and prints what each of them called.
 *   node run.js '{"responsesTabComesAfter": 0}' first.js second.js
 */
const fs = require('node:fs');
const vm = require('node:vm');
const { google } = require('./google.js');
const { Recorder } = require('./stand_in.js');
const { typeOfGlobal } = require('./types.js');

const SERVICES = ['FormApp', 'SpreadsheetApp', 'PropertiesService', 'Logger', 'Utilities'];
const [settings, ...scripts] = process.argv.slice(2);
const recorder = new Recorder(google(JSON.parse(settings)));
const services = Object.fromEntries(SERVICES.map((name) => [name, recorder.make(typeOfGlobal(name))]));

const runs = scripts.map((script) => {
  recorder.calls = [];
  vm.runInNewContext(`${fs.readFileSync(script, 'utf8')}\nmakeFormAndSheet();`, { ...services }, { filename: script });
  return recorder.calls;
});
process.stdout.write(JSON.stringify(runs));
